import Codecs
package import Mail
package import Platform
package import SQLite
package import Secrets
package import SystemPackage

/// Hands the mails of the outbox over to a transport, the oldest first.
///
/// **One process at a time**: it holds a file lock, which the kernel takes back from a process that was killed.
///
/// **What is on the disk when.** That a mail is tried is durable before anything of it leaves; that it was handed over,
/// as soon as the transport says so. A process killed in between hands it over again, with the same Message-ID. What
/// could not be noted, for a locked database, is noted before the next mail leaves. The writer is used for a moment at a
/// time, never while a transport speaks with somebody.
///
/// **Whose fault it is.** A refusal of one mail delays that mail and no other. Where the service does not answer, or takes
/// nothing at all, another mail is tried before that is believed, because one recipient's mail system may be what does
/// not answer; then the round ends, and everything that is due waits together.
package struct OutboxSender: Sendable {
    let transport: any MailTransport
    let key: SealingKey
    let clock: WallClock
    let pace: SendingRate
    let bounceAddress: BounceAddress?
    let patience: Duration?
    private let lock: FilePath

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
        lock: FilePath, transport: any MailTransport, key: SealingKey, bounces: EmailAddress? = nil,
        pace: SendingRate = .unbounded, patience: Duration? = nil, clock: WallClock = .system
    ) {
        self.lock = lock
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
    package func deliverDue(with writer: Writer, while goesOn: () -> Bool = { true }) async throws -> Report {
        try await round(with: writer) { report in
            var suspect: (mail: OutboxMail, error: MailDeliveryError)?
            var hasAnswered = false
            while goesOn(), !Task.isCancelled, try await isOnTime(&report, with: writer) {
                guard let mail = try await nextDue(unlike: suspect?.mail, with: writer) else {
                    guard let (mail, error) = suspect else { return }
                    return hasAnswered
                        ? try await noteRefused(mail, error, &report, with: writer)
                        : try await holdBack(because: error, &report, with: writer)
                }
                switch try await attempt(mail, with: writer) {
                case .gone: continue
                case .interrupted:
                    report.isInterrupted = true
                    return
                case .handedOver: try await noteHandedOver(mail, &report, with: writer)
                case .refused(let error) where error.isOfService:
                    if suspect != nil { return try await holdBack(because: error, &report, with: writer) }
                    suspect = (mail, error)
                    continue
                case .refused(let error): try await noteRefused(mail, error, &report, with: writer)
                }
                // The service is there for others.
                hasAnswered = true
                silentSince.withLock { $0 = nil }
                if let (mail, error) = suspect { try await noteRefused(mail, error, &report, with: writer) }
                suspect = nil
            }
        }
    }

    /// Hands over one mail if it is due, whatever else waits: for a command that should not wait for others.
    ///
    /// - Throws: `SQLiteError`, `Errno` for the lock file.
    package func deliver(_ id: OutboxMail.ID, with writer: Writer) async throws -> Report {
        try await round(with: writer) { report in
            guard let mail = try await writer.read({ try OutboxMail.find(id, in: $0) }), mail.state == .waiting,
                let next = mail.nextAttemptAt, next <= clock.now, try await isOnTime(&report, with: writer)
            else { return }
            switch try await attempt(mail, with: writer) {
            case .gone: break
            case .interrupted: report.isInterrupted = true
            case .handedOver: try await noteHandedOver(mail, &report, with: writer)
            case .refused(let error) where error.isOfService:
                try await holdBack(only: id, because: error, &report, with: writer)
            case .refused(let error): try await noteRefused(mail, error, &report, with: writer)
            }
        }
    }

    /// Lets what was held back for the service's sake be tried again: for the start of a server, whose settings may have
    /// been put right.
    ///
    /// - Throws: `SQLiteError`.
    package func releaseHeldBack(with writer: Writer) async throws {
        let now = clock.now
        _ = try await writer.write { try OutboxMail.release(now: now, in: $0) }
    }

    /// Ends a hand-over that is under way, soon, and every later one: for the end of the process, after the task that
    /// hands over was cancelled.
    package func giveUp() async {
        await transport.stop()
    }

    private func round(
        with writer: Writer, _ body: (inout Report) async throws -> Void
    ) async throws -> Report {
        var report = Report()
        guard let lock = try FileLock.take(self.lock) else {
            report.isElsewhere = true
            return report
        }
        defer { withExtendedLifetime(lock) {} }
        report.handedOver += try await noteUnnoted(with: writer)
        let now = clock.now
        if try await writer.read({ try OutboxMail.hasStandstill(now: now, in: $0) }) {
            try await writer.write { try OutboxMail.forgiveStandstill(now: now, in: $0) }
        }
        do {
            try await body(&report)
        } catch {
            await transport.finish()
            throw error
        }
        await transport.finish()
        if report.hasForgotten { report.isLogEmpty = try await writer.truncateLog() }
        return report
    }

    /// Whether the pace allows another mail.
    private func isOnTime(_ report: inout Report, with writer: Writer) async throws -> Bool {
        let now = clock.now
        report.pausedUntil = try await writer.read { [pace] in try pace.pauseEnd(now: now, in: $0) }
        return report.pausedUntil == nil
    }

    /// The mail whose turn it is; after one that nobody answered for, one that tells whether anybody answers at all.
    private func nextDue(unlike suspect: OutboxMail?, with writer: Writer) async throws -> OutboxMail? {
        let now = clock.now
        return try await writer.read { database in
            if let suspect { return try OutboxMail.anyDue(unlike: suspect, now: now, in: database) }
            return try OutboxMail.nextDue(now: now, in: database)
        }
    }
}
