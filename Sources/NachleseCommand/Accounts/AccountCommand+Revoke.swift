import ArgumentParser
import Mail
import Nachlese
import SQLite

extension AccountCommand {
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End an account at once: its passwords and its sessions.",
            discussion: """
                EXAMPLE
                  nachlese account revoke name@example.org
                """)

        @Argument(help: "The e-mail address of the account.", transform: EmailAddress.read)
        var email: EmailAddress
        @OptionGroup var data: DataOptions

        func run() throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            let (address, sessions) = try database.transaction { transaction in
                var account = try Account.get(email, in: transaction.database)
                return (account.email, try account.revoke(now: workspace.clock.now, in: transaction))
            }
            Output.note(
                "Revoked the account of \(address), sessions ended: \(sessions). A running server obeys at once.")
            Output.note("To open it again: nachlese account renew \(address) --restore")
        }
    }
}
