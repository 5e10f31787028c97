import ArgumentParser
import Catalogue
import Members
import Nachlese
import Platform
import SQLite

extension RequestCommand {
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accept requests: make the account with its admission, and mail the credentials.",
            discussion: """
                EXAMPLES
                  nachlese request accept A-2026-0143
                  nachlese request accept A-2026-0143 A-2026-0144 --module 2017-iv
                  nachlese request accept A-2026-0145 --series sozialplanung \\
                      --until 2027-06-30
                  nachlese request accept A-2026-0146 --dry-run

                Without --module or --series the admission is to the module of the request. Without --until that of a
                guest (door 'slides') ends after the days that the setting 'guest-days' says, any other does not.

                Who has an account gets the admission, and a new password only where none works. The mail waits for the
                minutes of the setting 'undo-minutes', in which 'nachlese request undo' takes everything back.

                Credentials go to the address of the request and nowhere else. Of a request that came by mail nobody has
                proven that address: whoever reads mails there gets the access.
                """)

        @Argument(help: "From the first column of 'nachlese request list'.", transform: AccessReference.read)
        var references: [AccessReference]
        @OptionGroup var admissions: AdmissionScopeOptions
        @Option(help: "The name of the new account, in the place of what was typed.", transform: Label.read)
        var name: Label?
        @Flag(help: "Mail at once; nothing can be taken back.")
        var now = false
        @Flag(name: [.customShort("n"), .long], help: "Only say what would be done.")
        var dryRun = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard !references.isEmpty else { throw ValidationError("Which requests? Name at least one") }
            guard name == nil || references.count == 1 else {
                throw ValidationError("--name is for one request at a time")
            }
        }

        func run() async throws {
            let desk = try RequestDesk(data)
            var terms = AccessRequestReview.Terms()
            terms.end = try admissions.end(now: desk.workspace.clock.now)
            terms.scopes = try admissions.scopes(in: desk.database).map(\.scope)
            terms.name = name
            terms.isImmediate = now
            try await RequestRun.each(of: references) { reference in
                if dryRun {
                    Output.note(try words(for: try desk.desk.plan(reference, terms, in: desk.database), desk.database))
                } else {
                    let outcome = try await desk.desk.accept(reference, terms, with: desk.database)
                    tell(outcome)
                    try await desk.finish(outcome)
                }
            }
        }

        private func tell(_ outcome: AccessRequestReview.Outcome) {
            let request = outcome.request
            let account = outcome.isNewAccount ? "an account" : "more access"
            Output.note(
                "Accepted \(request.reference): \(outcome.account?.name ?? request.name) <\(request.email)> has \(account)."
            )
            if !request.isAddressConfirmed {
                Output.note(
                    "The address of \(request.reference) is not confirmed: only a mail said it was from there. The mail "
                        + "goes to it and nowhere else.")
            }
        }

        private func words(for plan: AccessRequestReview.Plan, _ database: Database) throws -> String {
            let scopes = try plan.scopes.map { scope in
                switch scope {
                case .module(let id): "module \(try Module.find(id, in: database).map { "\($0.slug)" } ?? "")"
                case .series(let id): "series \(try Series.find(id, in: database).map { "\($0.slug)" } ?? "")"
                }
            }
            let account = plan.account == nil ? "a new account" : "its account"
            let end = plan.end.map { "until \($0.local)" } ?? "without an end"
            let mail = plan.needsPassword ? "with a new password" : "without a password"
            return
                "Would accept \(plan.request.reference): \(plan.request.email) gets \(account), \(scopes.joined(separator: ", ")) "
                + "\(end), and a mail \(mail). Nothing was changed."
        }
    }
}
