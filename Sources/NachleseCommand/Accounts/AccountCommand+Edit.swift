import ArgumentParser
import Catalogue
import Codecs
import Letters
import Mail
import Members
import Nachlese
import Platform
import SQLite

extension AccountCommand {
    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change name, organisation, language, address or end of an account.",
            discussion: """
                The address is the user name. When it changes, both addresses are told, all sessions end, and passwords \
                from mails to the old address open nothing any more; where one was still open, a new one is mailed to \
                the new address. A password that the person chose stays.

                EXAMPLES
                  nachlese account edit name@example.org --name "Erika Muster"
                  nachlese account edit name@example.org --email new@example.org
                  nachlese account edit name@example.org --until 2027-06-30
                  nachlese account edit name@example.org --until never
                """)

        @Argument(help: "The e-mail address of the account.", transform: EmailAddress.read)
        var email: EmailAddress
        @Option(help: "First name and last name.", transform: Label.read)
        var name: Label?
        @Option(help: "Where the person works; '' for nowhere.", transform: Label.readOptional)
        var organisation: Label?
        @Option(help: "The language of mails and pages: de or en.", transform: Language.read)
        var language: Language?
        @Option(
            name: .customLong("email"), help: ArgumentHelp("The new address.", valueName: "new"),
            transform: EmailAddress.read)
        var newEmail: EmailAddress?
        @Option(help: "The last day of the account: 2027-06-30, 30.6.2027 or never.", transform: AccountEnd.read)
        var until: AccountEnd?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard name != nil || organisation != nil || language != nil || newEmail != nil || until != nil else {
                throw ValidationError(
                    "Give what is to be changed: --name, --organisation, --language, --email, --until")
            }
        }

        func run() async throws {
            let workspace = try Workspace(data)
            let database = try workspace.openForWriting()
            var change = AccountChange()
            change.name = name
            change.organisation = organisation
            change.language = language
            change.email = newEmail
            change.end = try until?.end(now: workspace.clock.now)
            // Asked before the slow part; decided in the transaction.
            let present = try Account.get(email, in: database)
            if let newEmail, let other = try Account.find(newEmail, in: database), other.id != present.id {
                throw AccountError.exists(newEmail)
            }
            let desk = try CredentialDesk(workspace, database: database)
            let isMoving = newEmail.map { $0 != present.email } ?? false
            let end = if case .at(let end) = change.end { end } else { change.end == nil ? present.expiresAt : nil }
            let fresh = isMoving ? try await desk.issuer.prepare(until: end) : nil
            let outcome = try database.transaction { transaction in
                try change.apply(
                    to: email, fresh: fresh, issuer: desk.issuer, now: workspace.clock.now, in: transaction)
            }
            report(outcome)
            try await send(outcome.mails, by: desk)
        }

        /// Hands every mail over: the old mailbox may be gone already, which must not hold up what goes to the new one.
        ///
        /// - Throws: what became of the last one that could not be handed over; of the others it is said at once.
        private func send(_ mails: [OutboxMail], by desk: CredentialDesk) async throws {
            var failure: CommandError?
            for mail in mails {
                do {
                    try await desk.send(mail)
                } catch let complaint as CommandError {
                    if let failure { Output.note(failure.message) }
                    failure = complaint
                }
            }
            if let failure { throw failure }
        }

        private func report(_ outcome: AccountChange.Outcome) {
            let account = outcome.account
            Output.note("Changed the account of \(account.name) <\(account.email)>.")
            if outcome.isAddressChanged {
                Output.note("The user name is \(account.email) from now on; sessions ended: \(outcome.sessionsEnded).")
                if outcome.mails.contains(where: { $0.kind.carriesPassword }) {
                    Output.note("Passwords from mails to \(email) are dead; a new one goes to \(account.email).")
                }
            }
            Output.note("To see how it stands: nachlese account show \(account.email)")
        }
    }
}
