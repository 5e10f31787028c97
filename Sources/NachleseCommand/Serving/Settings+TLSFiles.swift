import Nachlese
import Networking

extension Settings {
    /// The files that TLS needs; none where it is off.
    func tlsFiles(in folder: DataFolder) -> [TLSCertificateFiles] {
        certificates(in: folder).map { TLSCertificateFiles(chain: $0.chain, key: $0.key) }
    }
}
