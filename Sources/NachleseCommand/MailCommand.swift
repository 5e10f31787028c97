import ArgumentParser
import Codecs
import Letters
import Mail
import Nachlese
import Platform
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
    struct List: Command {
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

        func run(in context: CommandContext) async throws {
            let database = try Workspace(data, context).openForReading()
            let mails = try state.map { try OutboxMail.all($0, in: database) } ?? OutboxMail.all(in: database)
            var table = Table("ID", "CREATED", "STATE", "TRIES", "RECIPIENT", "SUBJECT", "REASON")
            for mail in mails {
                table.append(
                    mail.id, mail.createdAt.local, mail.state.rawValue, "\(mail.attempts)", mail.recipient,
                    mail.subject, mail.reason ?? "")
            }
            try context.write(listing, .array(mails.map(\.json)), or: table.rendered)
        }
    }

    struct Show: Command {
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

        func run(in context: CommandContext) async throws {
            let database = try Workspace(data, context).openForReading()
            guard let mail = try OutboxMail.find(id, in: database) else {
                throw CommandError(.notFound, "there is no mail '\(id)'; see 'nachlese mail list'")
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
            try context.write(listing, mail.json, or: facts.rendered)
        }
    }

    struct Retry: Command {
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
                throw ValidationError(all ? "name mails, or write --all" : "name mails, or write --all")
            }
        }

        func run(in context: CommandContext) async throws {
            let mailing = try MailingContext(Workspace(data, context))
            let retry: MailDispatch.Retry
            do {
                retry = try await mailing.dispatch().retry(all ? nil : ids, now: context.clock.now)
            } catch MailDispatch.RetryError.unknown(let id) {
                throw CommandError(.notFound, "there is no mail '\(id)'; see 'nachlese mail list'")
            } catch MailDispatch.RetryError.ended(let mail) {
                throw CommandError(ended: mail)
            }
            guard retry.count > 0 else { return context.note("No mail waits.") }
            try tell(retry.report, of: retry.count, in: context)
        }

        /// Says what became of them.
        private func tell(
            _ report: OutboxSender.Report, of count: Int, in context: CommandContext
        ) throws(CommandError) {
            let done = report.handedOver.count
            if done > 0 || count == 0 { context.note("Handed over: \(done) of \(count).") }
            for setback in report.undeliverable {
                context.note("Mail \(setback.mail) cannot be delivered: \(setback.reason)")
            }
            for setback in report.delayed { context.note("Mail \(setback.mail) has to wait: \(setback.reason)") }
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
                context.note("Another process, perhaps the server, hands over at this moment; it takes them along.")
            } else if let end = report.pausedUntil {
                context.note(
                    "As many mails went out as the settings allow; the running server goes on from \(end.local) on.")
            } else if done < count {
                context.note("The others are due; the running server goes on, 'nachlese mail retry --all' does too.")
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
