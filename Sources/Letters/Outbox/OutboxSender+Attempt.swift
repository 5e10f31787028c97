import Codecs
import Mail
import Platform
import SQLite
import Secrets

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
    func attempt(_ mail: OutboxMail, with writer: Writer) async throws -> Outcome {
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
    func noteHandedOver(_ mail: OutboxMail, _ report: inout Report, with writer: Writer) async throws {
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
    func noteRefused(
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
    func holdBack(
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
