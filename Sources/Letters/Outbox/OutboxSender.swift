package import Codecs
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
package final class OutboxSender: Sendable {
    private let transport: any MailTransport
    private let key: SealingKey
    private let clock: WallClock
    private let pace: SendingRate
    private let bounceAddress: BounceAddress?
    private let patience: Duration?
    private let lock: FilePath

    /// Handed over, and not noted yet in the database.
    let unnoted = Locked<[OutboxMail.ID: Timestamp]>([:])
    /// Since when the service does not answer.
    private let silentSince = Locked<Timestamp?>(nil)

    /// Makes a sender.
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

extension OutboxSender {
    /// How a hand-over ended.
    enum Outcome {
        /// It waits no more: revoked, or returned, meanwhile.
        case gone
        case handedOver
        case refused(MailDeliveryError)
        /// Stopped half-way.
        case interrupted
    }

    /// Tries to hand one mail over.
    private func attempt(_ mail: OutboxMail, with writer: Writer) async throws -> Outcome {
        let now = clock.now
        let content = try await writer.write { transaction -> [UInt8]? in
            guard try mail.markTried(now: now, in: transaction) != nil else { return nil }
            return try mail.sealed(in: transaction.database)
        }
        guard let sealed = content else { return .gone }
        do throws(MailDeliveryError) {
            return await handOver(try rendered(mail, sealed))
        } catch {
            return .refused(error)
        }
    }

    /// Notes that a mail is out, before anything else happens.
    private func noteHandedOver(_ mail: OutboxMail, _ report: inout Report, with writer: Writer) async throws {
        unnoted.withLock { $0[mail.id] = clock.now }
        report.handedOver += try await noteUnnoted(with: writer)
    }

    /// Notes what is out and is not noted yet; waits for a database that others use.
    ///
    /// - Returns: which mails these are.
    /// - Throws: `SQLiteError` when it cannot be noted now; it is known still, for the next time.
    func noteUnnoted(with writer: Writer) async throws -> [OutboxMail.ID] {
        let all = unnoted.withLock { $0 }
        guard !all.isEmpty else { return [] }
        // Each of them waits for as long as the database's busy timeout says.
        for attempt in 1... {
            do {
                let now = clock.now
                try await writer.write { transaction in
                    for (id, moment) in all {
                        try OutboxMail.markHandedOver(id, now: moment, in: transaction)
                    }
                    // Whoever takes one mail takes others.
                    try OutboxMail.release(now: now, in: transaction)
                }
                break
            } catch let error as SQLiteError where error.isBusy && attempt < 6 {
                continue
            }
        }
        unnoted.withLock { $0 = $0.filter { id, _ in all[id] == nil } }
        return all.keys.sorted()
    }

    /// Notes that one mail was refused.
    private func noteRefused(
        _ mail: OutboxMail, _ error: MailDeliveryError, _ report: inout Report, with writer: Writer
    ) async throws {
        let now = clock.now
        let isFinal =
            error.persistence == .permanent
            || BackOff.isOver(since: mail.firstAttemptAt ?? now, now: now)
        guard !isFinal else {
            try await writer.write { try mail.markUndeliverable(because: error, in: $0) }
            report.undeliverable.append(Setback(mail: mail.id, reason: error.description, nextAttempt: nil))
            return
        }
        let next = now + BackOff.pause(afterAttempts: mail.attempts + 1)
        try await writer.write { try mail.markDelayed(until: next, because: error, in: $0) }
        report.delayed.append(Setback(mail: mail.id, reason: error.description, nextAttempt: next))
    }

    /// Notes that the service does not answer, for everything that is due or for one mail.
    private func holdBack(
        only: OutboxMail.ID? = nil, because error: MailDeliveryError, _ report: inout Report, with writer: Writer
    ) async throws {
        let now = clock.now
        let since = silentSince.withLock { since in
            let start = since ?? now
            since = start
            return start
        }
        let next = now + BackOff.pause(afterSilence: now.seconds(since: since))
        let (count, givenUp) = try await writer.write {
            try OutboxMail.holdBack(until: next, only: only, because: error, now: now, in: $0)
        }
        report.undeliverable += givenUp.map { Setback(mail: $0, reason: error.description, nextAttempt: nil) }
        report.outage = Outage(reason: error.description, heldBack: count, nextAttempt: next)
    }

    /// Calls the transport for as long as patience lasts and nobody stops the task.
    private func handOver(_ mail: RenderedMail) async -> Outcome {
        await withTaskGroup(of: Outcome?.self) { group in
            group.addTask { [transport] in
                do throws(MailDeliveryError) {
                    try await transport.deliver(mail)
                    return .handedOver
                } catch {
                    return .refused(error)
                }
            }
            if let patience {
                group.addTask {
                    try? await Task.sleep(for: patience)
                    return nil
                }
            }
            var isStopped = false
            while let ended = await group.next() {
                switch ended {
                case nil:
                    isStopped = true
                    await transport.stop()
                case .refused(let error)? where isStopped || Task.isCancelled || error.cause == .stopping:
                    group.cancelAll()
                    return .interrupted
                case let outcome?:
                    group.cancelAll()
                    return outcome
                }
                group.cancelAll()
            }
            return .interrupted
        }
    }

    /// Opens a mail for the transport.
    ///
    /// - Throws: a lasting error when the key is not the one it was sealed with or the row was changed.
    private func rendered(_ mail: OutboxMail, _ sealed: [UInt8]) throws(MailDeliveryError) -> RenderedMail {
        do {
            let bytes = try key.open(sealed, context: OutboxMail.context(of: mail.id))
            guard let id = RenderedMail.ID(mail.id) else {
                throw MailDeliveryError(.permanent, reason: "bad identifier")
            }
            // What answers automatically must itself never be answered (RFC 3834 section 3.3).
            let envelopeSender =
                mail.kind == .requestReceived
                ? nil : try bounceAddress?.address(of: mail.id) ?? EmailAddress(mail.sender)
            return RenderedMail(
                id: id, envelopeSender: envelopeSender,
                envelopeRecipients: [try EmailAddress(mail.recipient)], bytes: bytes)
        } catch {
            throw MailDeliveryError(.permanent, reason: "the stored mail cannot be read: \(error)")
        }
    }
}

extension MailDeliveryError {
    /// Whether the service failed rather than this mail.
    var isOfService: Bool { scope == .service }
}

extension OutboxSender {
    /// A mail that was not taken.
    package struct Setback: Equatable, Sendable {
        package let mail: OutboxMail.ID

        /// As the mail system told it; nothing secret, but perhaps an address.
        package let reason: String

        /// When it is tried again; nil: never.
        package let nextAttempt: Timestamp?
    }

    /// The service does not answer, or takes nothing.
    package struct Outage: Equatable, Sendable {
        package let reason: String

        /// How many mails wait because of it.
        package let heldBack: Int

        package let nextAttempt: Timestamp
    }

    /// What a round did.
    package struct Report: Equatable, Sendable {
        package var handedOver: [OutboxMail.ID] = []

        /// Mails that were refused for the time being.
        package var delayed: [Setback] = []

        package var undeliverable: [Setback] = []
        package var outage: Outage?

        /// So many mails went out that the next one has to wait until then.
        package var pausedUntil: Timestamp?

        /// Another process is handing over at this moment; nothing was done.
        package var isElsewhere = false

        /// A hand-over was stopped half-way: its mail is as it was, and may arrive a second time.
        package var isInterrupted = false

        /// Whether nothing of what was handed over is left in the log of the database.
        package var isLogEmpty = true

        package init() {}

        /// Whether contents were removed from the database.
        var hasForgotten: Bool { !handedOver.isEmpty || !undeliverable.isEmpty }
    }
}
