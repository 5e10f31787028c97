import ArgumentParser
import Mail
import Members
import Platform
import SQLite

extension AccountCommand {
    struct Admit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Admit an account to modules or a series, set the end anew, or take an admission back.",
            discussion: """
                EXAMPLES
                  nachlese account admit name@example.org --module 2017-iii 2017-iv
                  nachlese account admit name@example.org --series sozialplanung \\
                      --until 2027-06-30
                  nachlese account admit name@example.org --module 2017-iv --withdraw
                """)

        @Argument(help: "The e-mail address of the account.", transform: EmailAddress.read)
        var email: EmailAddress
        @OptionGroup var admissions: AdmissionOptions
        @Flag(help: "Take the admission back.")
        var withdraw = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard !admissions.isEmpty else { throw ValidationError("Give --module or --series") }
            guard !withdraw || admissions.until == nil else {
                throw ValidationError("--withdraw takes effect at once and has no --until")
            }
        }

        func run() throws {
            let workspace = try Workspace(data)
            let now = workspace.clock.now
            let end = try admissions.end(now: now)
            let database = try workspace.openForWriting()
            let lines = try database.transaction { transaction in
                let account = try Account.get(email, in: transaction.database)
                return try admissions.scopes(in: transaction.database).map { slug, scope in
                    if withdraw {
                        return try Admission.withdraw(scope, from: account.id, in: transaction)
                            ? "\(account.email) is not admitted to '\(slug)' any more."
                            : "\(account.email) had no admission to '\(slug)' of its own; nothing was changed."
                    }
                    let until = end.map { "until \($0.local)" } ?? "without an end"
                    return switch try Admission.admit(account.id, to: scope, until: end, now: now, in: transaction) {
                    case .added: "\(account.email) is admitted to '\(slug)' \(until)."
                    case .changedEnd: "\(account.email) is admitted to '\(slug)' \(until) from now on."
                    case .unchanged: "\(account.email) is admitted to '\(slug)' \(until) already; nothing was changed."
                    }
                }
            }
            for line in lines { Output.note(line) }
            Output.note("A running server knows it at once. To see how it stands: nachlese account show \(email)")
        }
    }
}
