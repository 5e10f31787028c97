import ArgumentParser
import Catalogue
import Codecs
import Letters
import Mail
import Members
import Nachlese
import Platform

/// `nachlese account`: people who may sign in.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Accounts: people who may sign in, and what they were admitted to.",
        subcommands: [
            Issue.self, Import.self, Renew.self, Edit.self, Revoke.self, Admit.self, List.self, Show.self,
        ])
}

extension AccountCommand {
    struct Issue: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let end = try admissions.end(now: context.clock.now)
            let draft = Account.Draft(
                email: email, name: name, organisation: organisation ?? Label(), language: language, expiresAt: nil)
            let mailing = try MailingContext(workspace, creating: true)
            let issued = try await mailing.accounts.issue(
                draft, admittedTo: admissions.target, until: end, delivery: isPrinted ? .handedOut : .mail)
            let account = issued.account
            let scope = admissions.target.isEmpty ? "" : ", admitted to \(admissions.names)"
            context.note("Issued an account for \(account.name) <\(account.email)>\(scope).")
            try await mailing.deliver(issued)
            if admissions.target.isEmpty {
                context.note("Next: nachlese account admit \(account.email) --module MODULE")
            } else {
                context.note("To see how it stands: nachlese account show \(account.email)")
            }
        }
    }

    struct Edit: Command {
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

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let mailing = try MailingContext(workspace)
            var change = AccountChange()
            change.name = name
            change.organisation = organisation
            change.language = language
            change.email = newEmail
            change.end = try until?.end(now: context.clock.now)
            let outcome = try await mailing.accounts.change(email, by: change)
            let account = outcome.account
            context.note("Changed the account of \(account.name) <\(account.email)>.")
            if outcome.isAddressChanged {
                context.note(
                    "The user name is \(account.email) from now on; sessions ended: \(outcome.sessionsEnded).")
                if outcome.mails.contains(where: { $0.kind.carriesPassword }) {
                    context.note("Passwords from mails to \(email) are dead; a new one goes to \(account.email).")
                }
            }
            context.note("To see how it stands: nachlese account show \(account.email)")
            // The old mailbox may be gone already, which must not hold up what goes to the new one.
            var failure: CommandError?
            for mail in outcome.mails {
                do {
                    try await mailing.send(mail)
                } catch let error as CommandError {
                    if let failure { context.note(failure.sentence) }
                    failure = error
                }
            }
            if let failure { throw failure }
        }
    }

    struct Revoke: Command {
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

        func run(in context: CommandContext) async throws {
            let mailing = try MailingContext(Workspace(data, context))
            let revocation = try await mailing.accounts.revoke(email, tells: tell)
            let address = revocation.account.email
            context.note(
                "Revoked the account of \(address), sessions ended: \(revocation.sessionsEnded). "
                    + "A running server obeys at once.")
            context.note("To open it again: nachlese account renew \(address) --restore")
            if let mail = revocation.mail { try await mailing.send(mail) }
        }
    }

    struct Admit: Command {
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
            guard !admissions.target.isEmpty else { throw ValidationError("Give --module or --series") }
            guard !withdraw || admissions.until == nil else {
                throw ValidationError("--withdraw takes effect at once and has no --until")
            }
        }

        func run(in context: CommandContext) async throws {
            let workspace = try Workspace(data, context)
            let end = try admissions.end(now: context.clock.now)
            let administration = AdmissionAdministration(writer: try workspace.writer(), clock: context.clock)
            if withdraw {
                let (account, changes) = try await administration.withdraw(admissions.target, from: email)
                for (slug, wasAdmitted) in changes {
                    context.note(
                        wasAdmitted
                            ? "\(account.email) is not admitted to '\(slug)' any more."
                            : "\(account.email) had no admission to '\(slug)' of its own; nothing was changed.")
                }
            } else {
                let (account, changes) = try await administration.admit(email, to: admissions.target, until: end)
                let until = end.map { "until \($0.local)" } ?? "without an end"
                for (slug, change) in changes {
                    let sentence = "\(account.email) is admitted to '\(slug)' \(until)"
                    switch change {
                    case .added: context.note("\(sentence).")
                    case .changedEnd: context.note("\(sentence) from now on.")
                    case .unchanged: context.note("\(sentence) already; nothing was changed.")
                    }
                }
            }
            context.note("A running server knows it at once. To see how it stands: nachlese account show \(email)")
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
    /// - Throws: `CommandError` when it has passed.
    func end(now: Timestamp) throws(CommandError) -> AccountChange.End {
        switch self {
        case .never: return .never
        case .lastDay(let date):
            let end = LocalTime.end(of: date)
            guard now < end else {
                throw CommandError(
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

extension AccountError: CommandFailure {
    var exitStatus: ExitStatus {
        switch self {
        case .exists, .alreadyRevoked: .exists
        case .unknown: .notFound
        case .revoked, .expired, .damagedAddress: .failed
        }
    }

    var sentence: String {
        switch self {
        case .exists(let email):
            "there is an account for \(email) already; 'account renew' mails a new password, 'account admit' adds modules"
        case .unknown(let email): "there is no account for \(email); 'nachlese account list' shows them all"
        case .alreadyRevoked(let email): "the account of \(email) is revoked already"
        case .revoked(let email):
            "the account of \(email) is revoked; 'account renew \(email) --restore' opens it again"
        case .expired(let email): "the account of \(email) has come to its end"
        case .damagedAddress(let id):
            "account \(id) has no valid address; the database was changed from outside"
        }
    }
}
