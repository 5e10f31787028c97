internal import Codecs
internal import Glibc
internal import Logging
internal import Nachlese
internal import Networking
internal import Platform
internal import SystemPackage

/// The certificates that a running server shows: read at the start, and anew when it is told to or a file has changed.
///
/// New ones count for connections from then on; nobody is dropped. As long as the new files are not in order (a
/// renewal writes chain and key one after the other) the old certificates stay, and the log says why.
final class ServerCertificates: Sendable {
    /// What new connections use.
    let context: TLSServerContext

    private let files: [TLSCertificateFiles]
    private let logger: Logger
    private let state: Locked<State>

    private struct State {
        var marks: [FileMark?]
        var warnedOn: Int64?
    }

    /// What changes when a file is replaced or written.
    private struct FileMark: Hashable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let seconds: Int64
        let nanoseconds: Int64

        /// Nil where there is no file; a symbolic link is followed.
        init?(_ path: FilePath) {
            var status = stat()
            guard unsafe path.withPlatformString({ unsafe stat($0, &status) }) == 0 else { return nil }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            size = Int64(status.st_size)
            seconds = Int64(status.st_mtim.tv_sec)
            nanoseconds = Int64(status.st_mtim.tv_nsec)
        }
    }

    /// Reads all files.
    ///
    /// - Throws: `TLSError` with what is wrong with which file.
    init(_ files: [TLSCertificateFiles], logger: Logger) throws(TLSError) {
        self.files = files
        self.logger = logger
        // The marks first: what changes while the files are read is read again.
        state = Locked(State(marks: ServerCertificates.marks(of: files)))
        context = try TLSServerContext(files)
    }

    /// Reads all files again.
    func reload() {
        state.withLock { $0 = State(marks: ServerCertificates.marks(of: files)) }
        do throws(TLSError) {
            try context.replace(with: files)
            logger.notice("certificates read", metadata: ["certificates": "\(files.count)"])
        } catch {
            logger.error("certificates not changed", metadata: ["reason": "\(error)"])
        }
    }

    /// Reads all files again if one of them has changed since they were read or tried.
    fileprivate func reloadIfChanged() {
        let marks = ServerCertificates.marks(of: files)
        guard state.withLock({ $0.marks }) != marks else { return }
        reload()
    }

    /// Tells, once a day and after each reading, what the admin has to see to.
    fileprivate func warn(now: Timestamp) {
        let now = now.rawValue
        let today = now / 86_400
        let isDue = state.withLock { state in
            defer { state.warnedOn = today }
            return state.warnedOn != today
        }
        guard isDue else { return }
        for warning in CertificateWarning.all(context.certificates, files, now: now) {
            logger.warning("\(warning.message)", metadata: warning.metadata)
        }
    }

    private static func marks(of files: [TLSCertificateFiles]) -> [FileMark?] {
        files.flatMap { [FileMark($0.chain), FileMark($0.key)] }
    }
}

/// Reads changed certificates while the server runs, and warns of those that are about to end.
struct CertificateJob: Job {
    let certificates: ServerCertificates
    let clock: WallClock

    let name = "certificates"
    let schedule = JobSchedule.every(.seconds(5))
    let failure = JobFailure(message: "the certificates were not looked at")

    func round(_ stop: StopFlag) async -> JobOutcome {
        certificates.reloadIfChanged()
        certificates.warn(now: clock.now)
        return .done
    }
}
