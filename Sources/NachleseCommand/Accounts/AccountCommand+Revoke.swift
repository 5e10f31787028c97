import ArgumentParser
import Mail
import Members
import Nachlese
import Platform
import SQLite

extension AccountCommand {
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End an account at once: its passwords and its sessions.",
            discussion: """
                Whether the person is told by mail, the setting 'tell-revoked' says, unless --tell or --no-tell does.

                EXAMPLES
                  nachlese account revoke name@example.org
                  nachlese account revoke name@example.org --tell
                """)

        @Argument(help: "The e-mail address of the account.", transform: EmailAddress.read)
        var email: EmailAddress
        @Flag(inversion: .prefixedNo, help: "Tell the person by mail, or do not.")
        var tell: Bool?
        @OptionGroup var data: DataOptions

        func run() async throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            let desk = try CredentialDesk(workspace, database: database)
            let isTold = tell ?? (desk.settings.tellRevoked == .yes)
            let (address, sessions, mail) = try database.transaction { transaction in
                var account = try Account.get(email, in: transaction.database)
                let sessions = try account.revoke(now: workspace.clock.now, in: transaction)
                let mail =
                    isTold
                    ? try desk.issuer.mailer.post(.accessRevoked, to: account, in: transaction) : nil
                return (account.email, sessions, mail)
            }
            Output.note(
                "Revoked the account of \(address), sessions ended: \(sessions). A running server obeys at once.")
            Output.note("To open it again: nachlese account renew \(address) --restore")
            if let mail { try await desk.send(mail) }
        }
    }
}
