internal import Logging
package import Networking
internal import Platform
internal import SystemPackage

/// Something about certificates in use that works, but should not stay so.
package struct CertificateWarning: CustomStringConvertible {
    /// An end that is nearer than this is worth a warning, in seconds.
    private static let notice: Int64 = 14 * 86_400

    let message: String
    let file: FilePath
    private let detail: (name: String, value: String)

    var metadata: Logger.Metadata { ["file": "\(file)", detail.name: "\(detail.value)"] }

    package var description: String { "\(message): \(file) (\(detail.name) \(detail.value))" }

    /// What there is to say about certificates and their files at a time, since 1970 in UTC.
    ///
    /// A key may be readable for a group, which may have been made for this, but not for everybody.
    package static func all(
        _ certificates: [TLSCertificateStatus], _ files: [TLSCertificateFiles], now: Int64
    ) -> [CertificateWarning] {
        let ends = certificates.filter { $0.notAfter - now < notice }.map { certificate in
            CertificateWarning(
                message: certificate.notAfter < now ? "a certificate has expired" : "a certificate expires soon",
                file: certificate.chain, detail: ("days", "\((certificate.notAfter - now) / 86_400)"))
        }
        let keys = files.compactMap { file -> CertificateWarning? in
            guard let permissions = (try? FileStatus(of: file.key))?.permissions,
                !permissions.isDisjoint(with: [.otherRead, .otherWrite])
            else { return nil }
            let mode = "0" + String(permissions.rawValue & 0o777, radix: 8)
            return CertificateWarning(
                message: "everybody can read a private key; use chmod 640", file: file.key, detail: ("mode", mode))
        }
        return ends + keys
    }
}
