package import Codecs
package import Letters
package import SQLite

/// Hands over mails that a use case has just written, so that its caller can say what became of them.
///
/// What is not handed over waits in the outbox: the running server, or the next dispatch, goes on with it.
package struct MailDispatch: Sendable {
    /// What a mail server may take for one mail while somebody waits.
    package static let patience = Duration.seconds(30)
    /// For how long a retry begins further mails.
    private static let longestRetry = Duration.seconds(20)

    private let writer: Writer
    private let sender: OutboxSender

    /// The sender should give up after `patience`.
    package init(writer: Writer, sender: OutboxSender) {
        self.writer = writer
        self.sender = sender
    }

    /// What became of one mail.
    package enum Result: Equatable, Sendable {
        case handedOver
        /// It was taken back meanwhile.
        case gone
        case undeliverable(reason: String?)
        /// Not taken for now; without a reason it was not taken within `patience`.
        case delayed(reason: String?)
        /// As many mails went out as the settings allow.
        case paused(until: Timestamp)
        /// Another process hands over for so long that it was not waited for.
        case queued
    }

    /// Hands one mail over, whatever else waits.
    ///
    /// It takes no longer than a mail server that answers needs; where none does, the mail waits.
    ///
    /// - Throws: `SQLiteError`, `Errno` for the lock file.
    package func send(_ id: OutboxMail.ID) async throws -> Result {
        // Whoever hands over at this moment may be at it for long, or may be done in a moment.
        for _ in 0..<40 {
            let report = try await sender.deliver(id, with: writer)
            guard let mail = try await writer.read({ try OutboxMail.find(id, in: $0) }) else { return .gone }
            switch mail.state {
            case .handedOver, .bounced: return .handedOver
            case .undeliverable: return .undeliverable(reason: mail.lastError)
            case .waiting:
                guard report.isElsewhere else {
                    return report.pausedUntil.map { .paused(until: $0) } ?? .delayed(reason: mail.lastError)
                }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        return .queued
    }

    /// How far many mails got.
    package struct Totals: Equatable, Sendable {
        package var handedOver = 0
        /// In the outbox.
        package var waiting = 0
        /// Of those, the ones that something stands in the way of: refused, or held back while the service takes no mail.
        package var delayed = 0
        package var undeliverable = 0
        /// Mails of earlier runs that had waited, one of which may have been interrupted.
        package var earlier = 0

        package init() {}
    }

    /// Hands over what is due in the outbox, unless a running server does so already.
    ///
    /// - Returns: how far the mails got that are named, and how many others went out.
    /// - Throws: `SQLiteError`, `Errno` for the lock file.
    package func send(_ mails: [OutboxMail.ID]) async throws -> Totals {
        var left = Int.max
        var idle = 0
        var earlier = 0
        // A server that hands over at this moment is waited for as long as it gets on.
        while true {
            let report = try await sender.deliverDue(with: writer)
            earlier += Set(report.handedOver).subtracting(mails).count
            var totals = try await totals(of: mails)
            totals.earlier = earlier
            guard report.isElsewhere, totals.waiting > 0, idle < 20 else { return totals }
            idle = totals.waiting < left ? 0 : idle + 1
            left = totals.waiting
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func totals(of mails: [OutboxMail.ID]) async throws -> Totals {
        try await writer.read { database in
            try database.snapshot {
                var totals = Totals()
                for mail in try mails.compactMap({ try OutboxMail.find($0, in: database) }) {
                    switch mail.state {
                    case .handedOver, .bounced: totals.handedOver += 1
                    case .undeliverable: totals.undeliverable += 1
                    case .waiting:
                        totals.waiting += 1
                        if mail.trouble != nil { totals.delayed += 1 }
                    }
                }
                return totals
            }
        }
    }

    /// Why a mail cannot be tried again.
    package enum RetryError: Error {
        case unknown(OutboxMail.ID)
        /// It does not wait any more.
        case ended(OutboxMail)
    }

    /// What a retry did.
    package struct Retry: Sendable {
        /// How many mails were to be tried.
        package let count: Int
        package var report = OutboxSender.Report()
    }

    /// Tries mails now, without waiting for their time, for some seconds; what is left then is due.
    ///
    /// `ids`: nil for all that wait and are not held so that they can be taken back.
    /// - Throws: `RetryError`, after which nothing was changed; `SQLiteError`, `Errno` for the lock file.
    package func retry(_ ids: [OutboxMail.ID]?, now: Timestamp) async throws -> Retry {
        let due = try await writer.write { transaction in
            guard let ids else {
                _ = try OutboxMail.retryAll(now: now, in: transaction)
                return try OutboxMail.all(.waiting, in: transaction.database)
                    .filter { $0.nextAttemptAt.map { $0 <= now } ?? false }.map(\.id)
            }
            for id in ids {
                guard let mail = try OutboxMail.find(id, in: transaction.database) else { throw RetryError.unknown(id) }
                guard try OutboxMail.retry(id, now: now, in: transaction) else { throw RetryError.ended(mail) }
            }
            return ids
        }
        var retry = Retry(count: due.count)
        let end = ContinuousClock.now + MailDispatch.longestRetry
        guard ids != nil else {
            if !due.isEmpty {
                retry.report = try await sender.deliverDue(with: writer) { ContinuousClock.now < end }
            }
            return retry
        }
        for id in due where ContinuousClock.now < end && !retry.report.isElsewhere && !retry.report.isInterrupted {
            retry.report.add(try await sender.deliver(id, with: writer))
        }
        return retry
    }
}

extension OutboxSender.Report {
    /// Takes the report of another round in.
    fileprivate mutating func add(_ other: OutboxSender.Report) {
        handedOver += other.handedOver
        delayed += other.delayed
        undeliverable += other.undeliverable
        outage = other.outage ?? outage
        pausedUntil = other.pausedUntil
        isElsewhere = other.isElsewhere
        isInterrupted = isInterrupted || other.isInterrupted
    }
}
