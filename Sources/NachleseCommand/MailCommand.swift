import ArgumentParser
import Mail
import Nachlese
import SQLite

/// `nachlese mail`: what was written to people, and how far it got.
struct MailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Mails: what was written to people, and how far it got.",
        subcommands: [
            List.self, Show.self, Retry.self, Test.self, Preview.self, WordingCommand.self, Bounce.self,
        ])
}

extension MailCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all mails, the newest first.",
            discussion: """
                EXAMPLES
                  nachlese mail list --json
                  nachlese mail list --state bounced
                """)

        @Option(
            help: "Only mails in this state: waiting, handed-over, undeliverable or bounced.",
            transform: OutboxMail.State.read)
        var state: OutboxMail.State?

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            let mails = try state.map { try OutboxMail.all($0, in: database) } ?? OutboxMail.all(in: database)
            var table = Table("ID", "CREATED", "STATE", "TRIES", "RECIPIENT", "SUBJECT", "REASON")
            for mail in mails {
                table.append(
                    mail.id, mail.createdAt.local, mail.state.rawValue, "\(mail.attempts)", mail.recipient,
                    mail.subject, mail.reason ?? "")
            }
            try listing.write(.array(mails.map(\.json)), or: table.rendered)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show how far a mail got; never what it says, because it may carry a password.",
            discussion: """
                EXAMPLE
                  nachlese mail show ID
                """)

        @Argument(help: "From the first column of 'nachlese mail list'.")
        var id: String
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            guard let mail = try OutboxMail.find(id, in: database) else {
                throw Complaint(.notFound, "there is no mail '\(id)'; see 'nachlese mail list'")
            }
            var facts = Facts()
            facts.append("Mail", mail.id)
            facts.append("Kind", mail.kind.rawValue)
            facts.append("State", mail.state.rawValue)
            facts.append("To", mail.recipient)
            facts.append("From", mail.sender)
            facts.append("Subject", mail.subject)
            facts.append("Message-ID", mail.messageID)
            facts.append("Created", mail.createdAt.local)
            facts.append("Handed over", mail.handedOverAt?.local ?? "")
            facts.append("Came back", mail.bouncedAt?.local ?? "")
            facts.append("Tries", "\(mail.attempts)")
            facts.append("First try", mail.firstAttemptAt?.local ?? "")
            facts.append("Next try", mail.nextAttemptAt?.local ?? "")
            facts.append("Reason", mail.reason ?? "")
            facts.append("Status", mail.status?.description ?? "")
            facts.append("Last error", mail.lastError ?? "")
            try listing.write(mail.json, or: facts.rendered)
        }
    }

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
            let end = ContinuousClock.now + Retry.longest
            var report = OutboxSender.Report()
            if all {
                report = try await sender.deliverDue(with: database) { ContinuousClock.now < end }
            } else {
                for id in waiting where ContinuousClock.now < end && !report.isElsewhere && !report.isInterrupted {
                    report.add(try await sender.deliver(id, with: database))
                }
            }
            try tell(report, of: waiting.count)
        }

        /// For how long further mails are begun.
        private static let longest = Duration.seconds(20)

        /// Makes the mails due.
        ///
        /// - Returns: those that wait.
        /// - Throws: `Complaint` about mails that cannot be tried again; nothing was changed then.
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
                        throw Complaint(.notFound, "there is no mail '\(id)'; see 'nachlese mail list'")
                    }
                    guard try OutboxMail.retry(id, now: now, in: transaction) else { throw Complaint(ended: mail) }
                }
                return ids
            }
        }

        /// Says what became of them.
        private func tell(_ report: OutboxSender.Report, of count: Int) throws(Complaint) {
            let done = report.handedOver.count
            if done > 0 || count == 0 { Output.note("Handed over: \(done) of \(count).") }
            for setback in report.undeliverable {
                Output.note("Mail \(setback.mail) cannot be delivered: \(setback.reason)")
            }
            for setback in report.delayed { Output.note("Mail \(setback.mail) has to wait: \(setback.reason)") }
            if let outage = report.outage {
                throw Complaint(
                    done > 0 ? .partly : .unavailable,
                    "the mail service takes nothing at present (\(outage.reason)); the running server tries again at "
                        + outage.nextAttempt.local)
            }
            guard report.undeliverable.isEmpty, report.delayed.isEmpty else {
                throw Complaint(
                    done > 0 ? .partly : report.delayed.isEmpty ? .failed : .tryAgain,
                    "not every mail was taken; 'nachlese mail list' says why")
            }
            if report.isInterrupted {
                throw Complaint(
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

extension Complaint {
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

extension OutboxMail {
    /// Why it has not reached its reader, in a sentence.
    var reason: String? { trouble?.sentence(in: .english) }

    var json: JSON {
        .object([
            "id": .string(id), "kind": .string(kind.rawValue), "state": .string(state.rawValue),
            "recipient": .string(recipient), "sender": .string(sender), "subject": .string(subject),
            "message_id": .string(messageID), "attempts": .number(Int64(attempts)),
            "first_attempt": .time(firstAttemptAt), "next_attempt": .time(nextAttemptAt),
            "status": .optional(status?.description), "reason": .optional(reason),
            "last_error": .optional(lastError), "created": .time(createdAt), "handed_over": .time(handedOverAt),
            "bounced": .time(bouncedAt),
        ])
    }
}

extension OutboxMail.State {
    /// Reads a state that was typed.
    @Sendable static func read(_ text: String) throws -> OutboxMail.State {
        guard let state = OutboxMail.State(rawValue: text) else {
            throw BadArgument("write waiting, handed-over, undeliverable or bounced")
        }
        return state
    }
}
