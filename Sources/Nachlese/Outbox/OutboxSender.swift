package import Mail
package import SQLite
package import Secrets

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
        guard let lock = try FileLock.take(folder.outboxLock) else {
            report.isElsewhere = true
            return report
        }
        defer { withExtendedLifetime(lock) {} }
        while let (mail, sealed) = try OutboxMail.nextDue(now: clock.now, in: database) {
            do throws(MailDeliveryError) {
                try await transport.deliver(try rendered(mail, sealed))
            } catch {
                let isFinal =
                    error.persistence == .permanent
                    || clock.now.seconds(since: mail.createdAt) >= OutboxSender.patience
                try database.transaction { transaction in
                    if isFinal {
                        try mail.markUndeliverable(because: error.description, in: transaction)
                    } else {
                        try mail.markDelayed(
                            until: clock.now + pause(after: mail.attempts), because: error.description,
                            in: transaction)
                    }
                }
                if isFinal { report.undeliverable.append(mail.id) } else { report.delayed.append(mail.id) }
                continue
            }
            try database.transaction { try mail.markHandedOver(now: clock.now, in: $0) }
            report.handedOver.append(mail.id)
        }
        return report
    }

    /// Opens a mail for the transport.
    ///
    /// - Throws: a lasting error when the key is not the one it was sealed with or the row was changed.
    private func rendered(_ mail: OutboxMail, _ sealed: [UInt8]) throws(MailDeliveryError) -> RenderedMail {
        do {
            let octets = try key.open(sealed, context: OutboxMail.context(of: mail.id))
            guard let id = RenderedMail.ID(mail.id) else {
                throw MailDeliveryError(.permanent, reason: "bad identifier")
            }
            return RenderedMail(
                id: id, envelopeSender: try EmailAddress(mail.sender),
                envelopeRecipients: [try EmailAddress(mail.recipient)], octets: octets)
        } catch {
            throw MailDeliveryError(.permanent, reason: "the stored mail cannot be read: \(error)")
        }
    }

    private func pause(after attempts: Int) -> Int64 {
        attempts < OutboxSender.backOff.count ? OutboxSender.backOff[max(0, attempts)] : 4 * 3600
    }
}
