import ArgumentParser
import Mail
import Nachlese
import SQLite

extension AccountCommand {
    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mail a new initial password; what worked before works until the new one is used.",
            discussion: """
                EXAMPLES
                  nachlese account renew name@example.org
                  nachlese account renew name@example.org --restore
                """)

        @Argument(help: "The e-mail address of the account.", transform: EmailAddress.read)
        var email: EmailAddress
        @Flag(help: "Open a revoked account again.")
        var restore = false
        @Flag(name: .customLong("print"), help: "Print the initial password once instead of mailing it.")
        var isPrinted = false
        @OptionGroup var data: DataOptions

        func run() async throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            let present = try Account.get(email, in: database)
            guard present.revokedAt == nil || restore else { throw AccountError.revoked(present.email) }
            let desk = try CredentialDesk(workspace, database: database)
            let prepared = try await desk.issuance.prepare(until: present.expiresAt)
            let (account, mail) = try database.transaction { transaction in
                var account = try Account.get(email, in: transaction.database)
                if restore, account.revokedAt != nil { try account.restore(in: transaction) }
                let mail = try desk.issuance.issue(
                    prepared, to: account, delivery: isPrinted ? .handedOut : .mail, in: transaction)
                return (account, mail)
            }
            let opened = present.revokedAt == nil ? "" : " The account is open again."
            Output.note("Made a new initial password for \(account.name) <\(account.email)>.\(opened)")
            if let mail { try await desk.send(mail) } else { try desk.print(prepared, for: account) }
            if present.revokedAt == nil {
                Output.note("What worked before goes on working until the new one is used.")
            }
        }
    }
}
