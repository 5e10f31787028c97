import Codecs
import Logging
import Nachlese
package import Networking
import Platform
import SystemPackage

/// The certificates that a running server shows: read at the start, and anew when it is told to or a file has changed.
///
/// New ones count for connections from then on; nobody is dropped. As long as the new files are not in order (a
/// renewal writes chain and key one after the other) the old certificates stay, and the log says why.
final class ServerCertificates: Sendable {
    /// What new connections use.
    let context: TLSServerContext

    private let files: [TLSCertificateFiles]
    private let logger: Logger
    private let watcher: FileWatcher
    /// The day, counted since 1970, on which it was last told what to see to; nil: not since the last reading.
    private let warnedOn = Locked<Int64?>(nil)

    /// Reads all files.
    ///
    /// - Throws: `TLSError` with what is wrong with which file.
    init(_ files: [TLSCertificateFiles], logger: Logger) throws(TLSError) {
        self.files = files
        self.logger = logger
        watcher = FileWatcher(files.flatMap { [$0.chain, $0.key] })
        _ = watcher.hasChanged()
        context = try TLSServerContext(files)
    }

    /// Reads all files again.
    func reload() {
        _ = watcher.hasChanged()
        read()
    }

    private func read() {
        warnedOn.withLock { $0 = nil }
        do throws(TLSError) {
            try context.replace(with: files)
            logger.notice("certificates read", metadata: ["certificates": "\(files.count)"])
        } catch {
            logger.error("certificates not changed", metadata: ["reason": "\(error)"])
        }
    }

    /// Reads all files again if one of them has changed since they were read or tried.
    func reloadIfChanged() {
        if watcher.hasChanged() { read() }
    }

    /// Tells, once a day and after each reading, what the admin has to see to.
    func warn(now: Timestamp) {
        let now = now.rawValue
        let today = now / 86_400
        let isDue = warnedOn.withLock { warnedOn in
            defer { warnedOn = today }
            return warnedOn != today
        }
        guard isDue else { return }
        for warning in CertificateWarning.all(context.certificates, files, now: now) {
            logger.warning("\(warning.message)", metadata: warning.metadata)
        }
    }
}

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
