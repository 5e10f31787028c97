import ArgumentParser
import Catalogue
import Mail
import Members
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
                  nachlese account renew --all-pending --module 2017-iv --dry-run
                  nachlese account renew --all-pending --module 2017-iv --older-than 3d

                --all-pending is everybody of the module who was never in, whose mail is not on
                its way, and whose newest password is older than a day.
                """)

        @Argument(help: "The e-mail address of the account.", transform: EmailAddress.read)
        var email: EmailAddress?
        @Flag(help: "Open a revoked account again.")
        var restore = false
        @Flag(name: .customLong("print"), help: "Print the initial password once instead of mailing it.")
        var isPrinted = false
        @Flag(help: "Everybody of a module who was never in.")
        var allPending = false
        @Option(help: "The module, for --all-pending.", transform: Slug.read)
        var module: Slug?
        @Option(
            help: ArgumentHelp(
                "Pass over whose newest password is younger: 2d, 12h, 30m or 0 (default: 1d).", valueName: "age"),
            transform: Age.read)
        var olderThan: Age?
        @Flag(help: "Also those whose mail came back or is undeliverable.")
        var includeBounced = false
        @Flag(name: [.customShort("n"), .long], help: "Only show who would get one, with --all-pending.")
        var dryRun = false
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var data: DataOptions

        func validate() throws {
            if allPending {
                guard email == nil, !restore, !isPrinted else {
                    throw ValidationError("--all-pending stands alone, without an address, --restore and --print")
                }
                guard module != nil else { throw ValidationError("--all-pending needs the --module") }
            } else {
                guard email != nil else { throw ValidationError("Give the <email> of an account, or --all-pending") }
                guard module == nil, olderThan == nil, !includeBounced, !dryRun, !confirmation.yes else {
                    throw ValidationError(
                        "--module, --older-than, --include-bounced, --dry-run and --yes go with --all-pending")
                }
            }
        }

        func run() async throws {
            let workspace = try Workspace(data)
            if let email {
                try await renew(email, workspace)
            } else if let module {
                let database = try dryRun ? workspace.openForReading() : workspace.openForWriting()
                let renewal = PendingRenewal(
                    module: try Module.get(module, in: database), age: olderThan ?? Age(seconds: 86_400),
                    includesUnreachable: includeBounced, workspace: workspace, database: database)
                if dryRun { try renewal.show() } else { try await renewal.run(confirmation) }
            }
        }

        private func renew(_ email: EmailAddress, _ workspace: Workspace) async throws {
            let database = try workspace.openForWriting()
            let present = try Account.get(email, in: database)
            guard present.revokedAt == nil || restore else { throw AccountError.revoked(present.email) }
            let desk = try CredentialDesk(workspace, database: database)
            let prepared = try await desk.issuer.prepare(until: present.expiresAt)
            let (account, mail) = try database.transaction { transaction in
                var account = try Account.get(email, in: transaction.database)
                if restore, account.revokedAt != nil { try account.restore(in: transaction) }
                let mail = try desk.issuer.issue(
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
