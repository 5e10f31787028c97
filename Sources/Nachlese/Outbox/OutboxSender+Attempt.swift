internal import Mail
internal import Platform
internal import SQLite
internal import Secrets

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
    func attempt(_ mail: OutboxMail, with database: Database) async throws -> Outcome {
        let isWaiting = try database.transaction { try mail.markTried(now: clock.now, in: $0) != nil }
        guard isWaiting, let sealed = try mail.sealed(in: database) else { return .gone }
        do throws(MailDeliveryError) {
            return await handOver(try rendered(mail, sealed))
        } catch {
            return .refused(error)
        }
    }

    /// Notes that a mail is out, before anything else happens.
    func noteHandedOver(_ mail: OutboxMail, _ report: inout Report, in database: Database) throws {
        unnoted.withLock { $0[mail.id] = clock.now }
        report.handedOver += try noteUnnoted(in: database)
    }

    /// Notes what is out and is not noted yet; waits for a database that others use.
    ///
    /// - Returns: which mails these are.
    /// - Throws: `SQLiteError` when it cannot be noted now; it is known still, for the next time.
    func noteUnnoted(in database: Database) throws -> [OutboxMail.ID] {
        let all = unnoted.withLock { $0 }
        guard !all.isEmpty else { return [] }
        // Each of them waits for as long as the database's busy timeout says.
        for attempt in 1... {
            do {
                try database.transaction { transaction in
                    for (id, moment) in all {
                        try OutboxMail.markHandedOver(id, now: moment, in: transaction)
                    }
                    // Whoever takes one mail takes others.
                    try OutboxMail.release(now: clock.now, in: transaction)
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
        _ mail: OutboxMail, _ error: MailDeliveryError, _ report: inout Report, in database: Database
    ) throws {
        let now = clock.now
        let isFinal =
            error.persistence == .permanent
            || BackOff.isOver(since: mail.firstAttemptAt ?? now, now: now)
        guard !isFinal else {
            try database.transaction { try mail.markUndeliverable(because: error, in: $0) }
            report.undeliverable.append(Setback(mail: mail.id, reason: error.description, nextAttempt: nil))
            return
        }
        let next = now + BackOff.pause(afterAttempts: mail.attempts + 1)
        try database.transaction { try mail.markDelayed(until: next, because: error, in: $0) }
        report.delayed.append(Setback(mail: mail.id, reason: error.description, nextAttempt: next))
    }

    /// Notes that the service does not answer, for everything that is due or for one mail.
    func holdBack(
        only: OutboxMail.ID? = nil, because error: MailDeliveryError, _ report: inout Report, in database: Database
    ) throws {
        let now = clock.now
        let since = silentSince.withLock { since in
            let start = since ?? now
            since = start
            return start
        }
        let next = now + BackOff.pause(afterSilence: now.seconds(since: since))
        let (count, givenUp) = try database.transaction {
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
            let octets = try key.open(sealed, context: OutboxMail.context(of: mail.id))
            guard let id = RenderedMail.ID(mail.id) else {
                throw MailDeliveryError(.permanent, reason: "bad identifier")
            }
            // What answers automatically must itself never be answered (RFC 3834 section 3.3).
            let envelopeSender =
                mail.kind == .requestReceived
                ? nil : try bounceAddress?.address(of: mail.id) ?? EmailAddress(mail.sender)
            return RenderedMail(
                id: id, envelopeSender: envelopeSender,
                envelopeRecipients: [try EmailAddress(mail.recipient)], octets: octets)
        } catch {
            throw MailDeliveryError(.permanent, reason: "the stored mail cannot be read: \(error)")
        }
    }
}

extension MailDeliveryError {
    /// Whether the service failed rather than this mail.
    var isOfService: Bool { scope == .service }
}
