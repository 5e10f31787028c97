import ArgumentParser
import Letters
import Mail

extension MailCommand {
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
            try listing.write(mail.json, or: facts.rendered)
        }
    }
}
