import ArgumentParser
import Nachlese

extension MailCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all mails, the newest first.",
            discussion: """
                EXAMPLE
                  nachlese mail list --json
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let database = try Workspace(data).openForReading()
            let mails = try OutboxMail.all(in: database)
            var table = Table("ID", "CREATED", "STATE", "TRIES", "RECIPIENT", "SUBJECT")
            for mail in mails {
                table.append(
                    mail.id, mail.createdAt.local, mail.state.rawValue, "\(mail.attempts)", mail.recipient,
                    mail.subject)
            }
            try listing.write(.array(mails.map(\.json)), or: table.rendered)
        }
    }
}
