import ArgumentParser
import Letters

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
}
