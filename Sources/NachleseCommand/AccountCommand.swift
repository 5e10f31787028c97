import ArgumentParser
import Mail
import Nachlese
import SQLite

/// `nachlese account`: people who may sign in.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Accounts: people who may sign in, and what they were admitted to.",
        subcommands: [
            Issue.self, Import.self, Renew.self, Edit.self, Revoke.self, Admit.self, List.self, Show.self,
        ])
}

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
            let prepared = try await desk.issuance.prepare(until: end)
            let (account, mail) = try database.transaction { transaction in
                let now = workspace.clock.now
                let account = try Account.add(draft, now: now, in: transaction)
                for (_, scope) in try admissions.scopes(in: transaction.database) {
                    try Admission.admit(account.id, to: scope, until: end, now: now, in: transaction)
                }
                let mail = try desk.issuance.issue(
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
            let fresh = isMoving ? try await desk.issuance.prepare(until: end) : nil
            let outcome = try database.transaction { transaction in
                try change.apply(
                    to: email, fresh: fresh, issuance: desk.issuance, now: workspace.clock.now, in: transaction)
            }
            report(outcome)
            try await send(outcome.mails, by: desk)
        }

        /// Hands every mail over: the old mailbox may be gone already, which must not hold up what goes to the new one.
        ///
        /// - Throws: what became of the last one that could not be handed over; of the others it is said at once.
        private func send(_ mails: [OutboxMail], by desk: CredentialDesk) async throws {
            var failure: Complaint?
            for mail in mails {
                do {
                    try await desk.send(mail)
                } catch let complaint as Complaint {
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
                    ? try desk.issuance.correspondence.post(.accessRevoked, to: account, in: transaction) : nil
                return (account.email, sessions, mail)
            }
            Output.note(
                "Revoked the account of \(address), sessions ended: \(sessions). A running server obeys at once.")
            Output.note("To open it again: nachlese account renew \(address) --restore")
            if let mail { try await desk.send(mail) }
        }
    }

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

/// Until when an account is to last, as it was typed.
enum AccountEnd {
    case never
    case lastDay(CalendarDate)

    /// Reads a day, or `never`.
    @Sendable static func read(_ text: String) throws -> AccountEnd {
        if text == "never" { return .never }
        guard let date = CalendarDate(text) else {
            throw BadArgument("write a day that exists, such as 2017-02-02 or 2.2.2017, or 'never'")
        }
        return .lastDay(date)
    }

    /// The end of the last day, Central European Time.
    ///
    /// - Throws: `Complaint` when it has passed.
    func end(now: Timestamp) throws(Complaint) -> AccountChange.End {
        switch self {
        case .never: return .never
        case .lastDay(let date):
            let end = LocalTime.end(of: date)
            guard now < end else {
                throw Complaint(
                    .badInput,
                    "\(date) has passed; give a day to come with --until, or end the account at once with "
                        + "'nachlese account revoke'")
            }
            return .at(end)
        }
    }
}

extension EmailAddress {
    /// Reads an address that was typed or pasted.
    @Sendable static func read(_ text: String) throws -> EmailAddress {
        do throws(InvalidEmailAddress) {
            return try EmailAddress(pasted: text)
        } catch {
            throw BadArgument("\(error); write an e-mail address such as name@example.org")
        }
    }
}
