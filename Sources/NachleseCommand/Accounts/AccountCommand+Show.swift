import ArgumentParser
import Mail
import Members
import Platform
import SQLite

extension AccountCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an account: state, passwords (not what they are), admissions, how far its owner got.",
            discussion: """
                EXAMPLE
                  nachlese account show name@example.org
                """)

        @Argument(help: "The e-mail address of the account.", transform: EmailAddress.read)
        var email: EmailAddress
        @OptionGroup var listing: ListingOptions
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForReading()
            let report = try database.snapshot {
                try AccountReport(Account.get(email, in: database), now: workspace.clock.now, in: database)
                    .withLadder(in: database)
            }
            try listing.write(report.json, or: report.facts)
        }
    }
}
