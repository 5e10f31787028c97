import ArgumentParser
import Catalogue
import Codecs
import Mail
import Members
import Nachlese
import Platform
import SQLite

extension AccountCommand {
    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account and mail its initial password.",
            discussion: """
                EXAMPLES
                  nachlese account issue name@example.org --name "Erika Muster" \\
                      --series sozialplanung
                  nachlese account issue name@example.org --name "Erika Muster" \\
                      --module 2017-iii 2017-iv --until 2027-06-30 --language en
                  nachlese account issue name@example.org --name "Erika Muster" \\
                      --module 2017-iv --print
                """)

        @Argument(help: "The e-mail address; it is the user name, too.", transform: EmailAddress.read)
        var email: EmailAddress
        @Option(help: "First name and last name.", transform: Label.read)
        var name: Label
        @Option(help: "Where the person works.", transform: Label.readOptional)
        var organisation: Label?
        @OptionGroup var admissions: AdmissionOptions
        @Option(help: "The language of mails and pages: de or en.", transform: Language.read)
        var language: Language = .german
        @Flag(name: .customLong("print"), help: "Print the initial password once instead of mailing it.")
        var isPrinted = false
        @OptionGroup var data: DataOptions

        func run() async throws {
            let workspace = try Workspace(data)
            let end = try admissions.end(now: workspace.clock.now)
            let draft = Account.Draft(
                email: email, name: name, organisation: try organisation ?? Label("", allowsEmpty: true),
                language: language, expiresAt: nil)
            let database = try workspace.openForWriting(creating: true)
            // Asked before the slow part; decided in the transaction.
            _ = try admissions.scopes(in: database)
            guard try Account.find(email, in: database) == nil else { throw AccountError.exists(email) }
            let desk = try CredentialDesk(workspace, database: database)
            let prepared = try await desk.issuer.prepare(until: end)
            let (account, mail) = try database.transaction { transaction in
                let now = workspace.clock.now
                let account = try Account.add(draft, now: now, in: transaction)
                for (_, scope) in try admissions.scopes(in: transaction.database) {
                    try Admission.admit(account.id, to: scope, until: end, now: now, in: transaction)
                }
                let mail = try desk.issuer.issue(
                    prepared, to: account, delivery: isPrinted ? .handedOut : .mail, in: transaction)
                return (account, mail)
            }
            let scope = admissions.isEmpty ? "" : ", admitted to \(admissions.names)"
            Output.note("Issued an account for \(account.name) <\(account.email)>\(scope).")
            if let mail { try await desk.send(mail) } else { try desk.print(prepared, for: account) }
            if admissions.isEmpty {
                Output.note("Next: nachlese account admit \(account.email) --module MODULE")
            } else {
                Output.note("To see how it stands: nachlese account show \(account.email)")
            }
        }
    }
}
