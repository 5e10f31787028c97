import ArgumentParser
import Codecs
import Letters
import Mail
import Platform
import SQLite

extension MailCommand {
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try waiting mails now, without waiting for their time.",
            discussion: """
                It hands over for some seconds; what is left then is due, and the running server goes on with it.

                EXAMPLES
                  nachlese mail retry ID
                  nachlese mail retry --all
                """)

        @Argument(help: "From the first column of 'nachlese mail list --state waiting'.")
        var ids: [String] = []
        @Flag(help: "All mails that wait.")
        var all = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard ids.isEmpty == all else {
                throw ValidationError(all ? "Name mails, or write --all." : "Which ones? Name mails, or write --all.")
            }
        }

        func run() async throws {
            let workspace = try Workspace(data)
            let settings = try workspace.settings()
            let database = try workspace.openForWriting()
            let waiting = try makeDue(now: workspace.clock.now, in: database)
            guard !waiting.isEmpty else { return Output.note("No mail waits.") }
            let sender = try OutboxSender(
                workspace, settings: settings, key: workspace.key(), patience: CredentialDesk.patience)
            let writer = Writer(try workspace.openForWriting())
            let end = ContinuousClock.now + Retry.longest
            var report = OutboxSender.Report()
            if all {
                report = try await sender.deliverDue(with: writer) { ContinuousClock.now < end }
            } else {
                for id in waiting where ContinuousClock.now < end && !report.isElsewhere && !report.isInterrupted {
                    report.add(try await sender.deliver(id, with: writer))
                }
            }
            try tell(report, of: waiting.count)
        }

        /// For how long further mails are begun.
        private static let longest = Duration.seconds(20)

        /// Makes the mails due.
        ///
        /// - Returns: those that wait.
        /// - Throws: `CommandError` about mails that cannot be tried again; nothing was changed then.
        private func makeDue(now: Timestamp, in database: Database) throws -> [OutboxMail.ID] {
            try database.transaction { transaction in
                if all {
                    _ = try OutboxMail.retryAll(now: now, in: transaction)
                    let now = now
                    return try OutboxMail.all(.waiting, in: transaction.database)
                        .filter { $0.nextAttemptAt.map { $0 <= now } ?? false }.map(\.id).reversed()
                }
                for id in ids {
                    guard let mail = try OutboxMail.find(id, in: transaction.database) else {
                        throw CommandError(.notFound, "there is no mail '\(id)'; see 'nachlese mail list'")
                    }
                    guard try OutboxMail.retry(id, now: now, in: transaction) else { throw CommandError(ended: mail) }
                }
                return ids
            }
        }

        /// Says what became of them.
        private func tell(_ report: OutboxSender.Report, of count: Int) throws(CommandError) {
            let done = report.handedOver.count
            if done > 0 || count == 0 { Output.note("Handed over: \(done) of \(count).") }
            for setback in report.undeliverable {
                Output.note("Mail \(setback.mail) cannot be delivered: \(setback.reason)")
            }
            for setback in report.delayed { Output.note("Mail \(setback.mail) has to wait: \(setback.reason)") }
            if let outage = report.outage {
                throw CommandError(
                    done > 0 ? .partly : .unavailable,
                    "the mail service takes nothing at present (\(outage.reason)); the running server tries again at "
                        + outage.nextAttempt.local)
            }
            guard report.undeliverable.isEmpty, report.delayed.isEmpty else {
                throw CommandError(
                    done > 0 ? .partly : report.delayed.isEmpty ? .failed : .tryAgain,
                    "not every mail was taken; 'nachlese mail list' says why")
            }
            if report.isInterrupted {
                throw CommandError(
                    done > 0 ? .partly : .tryAgain,
                    "a mail was not taken within 30 seconds; what is left is due, and the running server goes on")
            }
            if report.isElsewhere {
                Output.note("Another process, perhaps the server, hands over at this moment; it takes them along.")
            } else if let end = report.pausedUntil {
                Output.note(
                    "As many mails went out as the settings allow; the running server goes on from \(end.local) on.")
            } else if done < count {
                Output.note("The others are due; the running server goes on, 'nachlese mail retry --all' does too.")
            }
        }
    }
}

extension CommandError {
    /// About a mail that was to be tried again and does not wait.
    fileprivate init(ended mail: OutboxMail) {
        let again =
            switch mail.kind {
            case .credentials, .newCredentials: "'nachlese account renew \(mail.recipient)' mails a new password"
            case .accessCode: "a new code comes when somebody asks on the site once more"
            case .passwordChanged, .addressChanged, .accessRevoked, .admitted, .requestDeclined, .requestReceived,
                .requestsAnnounced, .requestsWaiting:
                "such a mail is not written a second time"
            }
        switch mail.state {
        case .waiting, .handedOver:
            self.init(.exists, "mail '\(mail.id)' was handed over already; \(again)")
        case .undeliverable:
            self.init(
                .failed,
                "mail '\(mail.id)' was undeliverable (\(mail.reason ?? "no reason")), and what it said is not stored any "
                    + "more; \(again)")
        case .bounced:
            self.init(
                .failed,
                "mail '\(mail.id)' came back (\(mail.reason ?? "no reason")), and what it said is not stored any more; "
                    + again)
        }
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
