internal import Glibc
package import Mail
package import SQLite
package import Secrets
package import SystemPackage

/// Hands the mails of the outbox over to a transport.
///
/// One process at a time: it holds a file lock, which the kernel takes back from a process that was killed. A mail
/// that was handed over just before a kill is handed over again under the same name and Message-ID, which the folder
/// transport turns into the same file.
package struct OutboxSender: Sendable {
    private let folder: DataFolder
    private let transport: any MailTransport
    private let key: SealingKey
    private let clock: WallClock

    /// Seconds until the next try, by the number of tries so far; afterwards every four hours.
    private static let backOff: [Int64] = [60, 300, 900, 3600]
    /// Seconds after which a mail that was never taken is given up: two days.
    private static let patience: Int64 = 2 * 86_400

    package init(folder: DataFolder, transport: any MailTransport, key: SealingKey, clock: WallClock = .system) {
        self.folder = folder
        self.transport = transport
        self.key = key
        self.clock = clock
    }

    /// What a round did.
    package struct Report: Equatable, Sendable {
        package var handedOver: [String] = []
        /// Mails that will be tried again.
        package var delayed: [String] = []
        package var undeliverable: [String] = []
        /// Another process is handing over at this moment; nothing was done.
        package var isElsewhere = false
    }

    /// Hands over everything that is due.
    ///
    /// - Throws: `SQLiteError`, `Errno` for the lock file.
    package func deliverDue(with database: Database) async throws -> Report {
        var report = Report()
        guard let lock = try FileLock(folder.outboxLock) else {
            report.isElsewhere = true
            return report
        }
        defer { withExtendedLifetime(lock) {} }
        while let (mail, sealed) = try OutboxMail.nextDue(now: clock.now, in: database) {
            do {
                let bytes = try key.open(sealed, context: OutboxMail.context(of: mail.id))
                let rendered = try RenderedMail(
                    id: mail.id, sender: EmailAddress(mail.sender), recipients: [EmailAddress(mail.recipient)],
                    bytes: bytes)
                try await transport.deliver(rendered)
                try database.transaction { try mail.markHandedOver(now: clock.now, in: $0) }
                report.handedOver.append(mail.id)
            } catch let error as SQLiteError {
                throw error
            } catch let error as MailDeliveryError where error.isTemporary {
                try database.transaction { try delay(mail, because: error.description, in: $0) }
                report.delayed.append(mail.id)
            } catch {
                try database.transaction { try mail.markUndeliverable(because: "\(error)", in: $0) }
                report.undeliverable.append(mail.id)
            }
        }
        return report
    }

    private func delay(_ mail: OutboxMail, because reason: String, in transaction: borrowing Transaction) throws {
        let now = clock.now
        guard now.seconds(since: mail.createdAt) < OutboxSender.patience else {
            return try mail.markUndeliverable(because: reason, in: transaction)
        }
        let wait = mail.attempts < OutboxSender.backOff.count ? OutboxSender.backOff[mail.attempts] : 4 * 3600
        try mail.markDelayed(until: now + wait, because: reason, in: transaction)
    }
}

/// An exclusive `flock` on a file, until it is given up or the process ends.
struct FileLock: ~Copyable {
    private let descriptor: FileDescriptor

    /// Nil when another process holds it.
    init?(_ path: FilePath) throws(Errno) {
        do {
            descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec, .noFollow], permissions: [.ownerReadWrite])
        } catch {
            throw .of(error)
        }
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let error = Errno.last
            try? descriptor.close()
            guard error == .wouldBlock else { throw error }
            return nil
        }
    }

    deinit {
        try? descriptor.close()
    }
}
