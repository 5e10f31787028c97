import Codecs
import Letters
import Mail
import Members
import Nachlese
import SQLite
import Secrets

/// What the commands share that issue passwords or write to people: the use cases, and telling what became of a mail.
struct MailingContext {
    let context: CommandContext
    let settings: Settings
    let writer: Writer
    let issuer: CredentialIssuer
    private let route: MailRoute
    private let key: SealingKey

    /// Takes the writer and the settings that are given, else those of the data folder.
    init(
        _ workspace: Workspace, writer: Writer? = nil, settings: Settings? = nil, creating: Bool = false
    ) throws {
        context = workspace.context
        self.writer = try writer ?? workspace.writer(creating: creating)
        self.settings = try settings ?? workspace.settings()
        key = try workspace.key()
        issuer = try workspace.issuer(settings: self.settings, key: key)
        route = workspace.route(self.settings)
    }

    var accounts: AccountAdministration { AccountAdministration(writer: writer, issuer: issuer) }

    /// Hands mails over.
    ///
    /// - Throws: as `MailRoute.transport`.
    func dispatch() throws -> MailDispatch {
        MailDispatch(
            writer: writer,
            sender: try OutboxSender(route, key: key, patience: MailDispatch.patience, clock: context.clock))
    }

    /// Sends the mail of a new password, or prints the password where there is none.
    func deliver(_ issued: AccountAdministration.Issued) async throws {
        if let mail = issued.mail { return try await send(mail) }
        let account = issued.account
        do throws(FileFailure) {
            try context.write(
                """
                User name: \(account.email)
                Password: \(issued.password.password.grouped.reveal())
                """)
        } catch {
            throw CommandError(
                error.exitStatus,
                "\(error.sentence); the account is there, its password was not shown: "
                    + "nachlese account renew \(account.email) --print")
        }
        context.note("The password is valid until \(issued.password.expiresAt.local) and is shown only this once.")
    }

    /// Hands one mail over, whatever else waits, and says what became of it.
    ///
    /// - Throws: `CommandError` when the mail cannot be handed over; it and the account are stored all the same.
    func send(_ mail: OutboxMail) async throws {
        let isPassword = mail.kind.carriesPassword
        let deed = isPassword ? "the password is stored" : "it is done"
        let remedy =
            isPassword ? ", then 'nachlese account renew \(mail.recipient)'" : "; the person does not know of it"
        switch try await dispatch().send(mail.id) {
        case .gone: break
        case .handedOver: context.note("The mail to \(mail.recipient) \(route.whereabouts(of: mail.id)).")
        case .undeliverable(let reason):
            throw CommandError(
                .partly,
                "\(deed), but its mail cannot be delivered (\(reason ?? "no reason")); correct the cause\(remedy)")
        case .delayed(let reason):
            throw CommandError(
                .partly,
                "\(deed), but its mail has to wait (\(reason ?? "it was not taken within 30 seconds")); the running "
                    + "server tries again, 'nachlese mail retry \(mail.id)' does without one")
        case .paused(let end):
            context.note(
                "The mail to \(mail.recipient) waits, because as many went out as the settings allow; the running "
                    + "server hands it over from \(end.local) on, 'nachlese mail retry' does without one.")
        case .queued:
            context.note(
                "The mail to \(mail.recipient) waits in the outbox; the running server hands it over, "
                    + "'nachlese mail retry \(mail.id)' does without one.")
        }
    }
}

extension PasswordHasher.Failure: CommandFailure {
    var exitStatus: ExitStatus { .tryAgain }
    var sentence: String { "\(self)" }
}

extension InvalidHeaderText: CommandFailure {
    var exitStatus: ExitStatus { .badInput }
    var sentence: String { "the name cannot stand in a mail; use letters, digits and punctuation" }
}

extension InvalidEmailAddress: CommandFailure {
    var exitStatus: ExitStatus { .configuration }
    var sentence: String { "no sender for mails: set 'mail-from' to an e-mail address" }
}

extension MailRouteError: CommandFailure {
    var exitStatus: ExitStatus { .configuration }
    var sentence: String { description }
}
