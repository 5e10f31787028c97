package import Mail
internal import Platform
package import SQLite
package import Secrets

/// Hands the mails of the outbox over to a transport, the oldest first.
///
/// **One process at a time**: it holds a file lock, which the kernel takes back from a process that was killed.
///
/// **What is on the disk when.** That a mail is tried is durable before anything of it leaves; that it was handed over,
/// as soon as the transport says so. A process killed in between hands it over again, with the same Message-ID. What
/// could not be noted, for a locked database, is noted before the next mail leaves.
///
/// **Whose fault it is.** A refusal of one mail delays that mail and no other. Where the service does not answer, or takes
/// nothing at all, another mail is tried before that is believed, because one recipient's mail system may be what does
/// not answer; then the round ends, and everything that is due waits together.
package struct OutboxSender: Sendable {
    let transport: any MailTransport
    let key: SealingKey
    let clock: WallClock
    let pace: Pace
    let bounceAddress: BounceAddress?
    let patience: Duration?
    private let folder: DataFolder

    /// Handed over, and not noted yet in the database.
    let unnoted = Locked<[OutboxMail.ID: Timestamp]>([:])
    /// Since when the service does not answer.
    let silentSince = Locked<Timestamp?>(nil)

    /// Makes a sender; the copies of this value share what they know.
    ///
    /// `bounces`: what the envelope senders are made from; nil: the mail's own sender.
    /// `patience`: how long a single hand-over may take, after which the transport is stopped for good; nil: as long as
    /// the transport allows itself.
    package init(
        folder: DataFolder, transport: any MailTransport, key: SealingKey, bounces: EmailAddress? = nil,
        pace: Pace = .unbounded, patience: Duration? = nil, clock: WallClock = .system
    ) {
        self.folder = folder
        self.transport = transport
        self.key = key
        self.pace = pace
        self.patience = patience
        self.clock = clock
        bounceAddress = bounces.map { BounceAddress($0, key: key) }
    }

    /// Hands over everything that is due, as far as the pace allows, until something says to stop.
    ///
    /// `goesOn`: asked before each mail; cancellation of the task ends the round as well.
    /// - Throws: `SQLiteError`, `Errno` for the lock file.
    package func deliverDue(with database: Database, while goesOn: () -> Bool = { true }) async throws -> Report {
        try await round(with: database) { report in
            var suspect: (mail: OutboxMail, error: MailDeliveryError)?
            var hasAnswered = false
            while goesOn(), !Task.isCancelled, try isOnTime(&report, in: database) {
                let now = clock.now
                let next =
                    if let suspect {
                        try OutboxMail.anyDue(unlike: suspect.mail, now: now, in: database)
                    } else {
                        try OutboxMail.nextDue(now: now, in: database)
                    }
                guard let mail = next else {
                    guard let (mail, error) = suspect else { return }
                    return hasAnswered
                        ? try noteRefused(mail, error, &report, in: database)
                        : try holdBack(because: error, &report, in: database)
                }
                switch try await attempt(mail, with: database) {
                case .gone: continue
                case .interrupted:
                    report.isInterrupted = true
                    return
                case .handedOver: try noteHandedOver(mail, &report, in: database)
                case .refused(let error) where error.isOfService:
                    if suspect != nil { return try holdBack(because: error, &report, in: database) }
                    suspect = (mail, error)
                    continue
                case .refused(let error): try noteRefused(mail, error, &report, in: database)
                }
                // The service is there for others.
                hasAnswered = true
                silentSince.withLock { $0 = nil }
                if let (mail, error) = suspect { try noteRefused(mail, error, &report, in: database) }
                suspect = nil
            }
        }
    }

    /// Hands over one mail if it is due, whatever else waits: for a command that should not wait for others.
    ///
    /// - Throws: `SQLiteError`, `Errno` for the lock file.
    package func deliver(_ id: OutboxMail.ID, with database: Database) async throws -> Report {
        try await round(with: database) { report in
            guard let mail = try OutboxMail.find(id, in: database), mail.state == .waiting,
                let next = mail.nextAttemptAt, next <= clock.now, try isOnTime(&report, in: database)
            else { return }
            switch try await attempt(mail, with: database) {
            case .gone: break
            case .interrupted: report.isInterrupted = true
            case .handedOver: try noteHandedOver(mail, &report, in: database)
            case .refused(let error) where error.isOfService:
                try holdBack(only: id, because: error, &report, in: database)
            case .refused(let error): try noteRefused(mail, error, &report, in: database)
            }
        }
    }

    /// Lets what was held back for the service's sake be tried again: for the start of a server, whose settings may have
    /// been put right.
    ///
    /// - Throws: `SQLiteError`.
    package func releaseHeldBack(in database: Database) throws {
        try database.transaction { _ = try OutboxMail.release(now: clock.now, in: $0) }
    }

    /// Ends a hand-over that is under way, soon, and every later one: for the end of the process, after the task that
    /// hands over was cancelled.
    package func giveUp() async {
        await transport.stop()
    }

    private func round(
        with database: Database, _ body: (inout Report) async throws -> Void
    ) async throws -> Report {
        var report = Report()
        guard let lock = try FileLock.take(folder.outboxLock) else {
            report.isElsewhere = true
            return report
        }
        defer { withExtendedLifetime(lock) {} }
        report.handedOver += try noteUnnoted(in: database)
        let now = clock.now
        if try OutboxMail.hasStandstill(now: now, in: database) {
            try database.transaction { try OutboxMail.forgiveStandstill(now: now, in: $0) }
        }
        do {
            try await body(&report)
        } catch {
            await transport.finish()
            throw error
        }
        await transport.finish()
        if report.hasForgotten { report.isLogEmpty = try database.truncateLog() }
        return report
    }

    /// Whether the pace allows another mail.
    private func isOnTime(_ report: inout Report, in database: Database) throws -> Bool {
        report.pausedUntil = try pace.pauseEnd(now: clock.now, in: database)
        return report.pausedUntil == nil
    }
}
