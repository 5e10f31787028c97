import Letters
import Mail
import Members
import Nachlese
import SQLite
import Secrets
import SystemPackage

/// Makes initial passwords and brings them to their owners.
struct CredentialDesk {
    let workspace: Workspace
    let settings: Settings
    let database: Database
    let key: SealingKey
    let issuer: CredentialIssuer

    /// Takes the settings that are given, else those of the data folder.
    init(_ workspace: Workspace, settings: Settings? = nil, database: Database) throws {
        let settings = try settings ?? workspace.settings()
        let key = try workspace.key()
        self.workspace = workspace
        self.settings = settings
        self.database = database
        self.key = key
        issuer = CredentialIssuer(
            hasher: try PasswordHasher(), mailer: workspace.mailer(settings: settings, key: key))
    }

    /// What hands mails over.
    ///
    /// - Throws: as `MailRoute.transport`.
    func sender() throws -> OutboxSender {
        try OutboxSender(workspace, settings: settings, key: key, patience: CredentialDesk.patience)
    }

    /// Prints a password for the one who called; it is kept nowhere in this form.
    ///
    /// - Throws: `CommandError` when it could not be printed, and so nobody knows it.
    func print(_ prepared: CredentialIssuer.Prepared, for account: Account) throws {
        do {
            try Output.write(
                """
                User name: \(account.email)
                Password: \(prepared.password.grouped.reveal())
                """)
        } catch {
            throw CommandError(
                error.status,
                "\(error.message); the account is there, its password was not shown: "
                    + "nachlese account renew \(account.email) --print")
        }
        Output.note("The password is valid until \(prepared.expiresAt.local) and is shown only this once.")
    }

    /// Hands one mail over, whatever else waits, and says what became of it.
    ///
    /// It takes no longer than a mail server that answers needs; where none does, the mail waits.
    ///
    /// - Throws: `CommandError` when the mail cannot be handed over; it and the account are stored all the same.
    func send(_ mail: OutboxMail) async throws {
        let isPassword = mail.kind.carriesPassword
        let deed = isPassword ? "the password is stored" : "it is done"
        let remedy =
            isPassword ? ", then 'nachlese account renew \(mail.recipient)'" : "; the person does not know of it"
        let route = MailRoute(settings, folder: workspace.folder)
        let sender = try sender()
        let writer = Writer(try workspace.openForWriting())
        // Whoever hands over at this moment may be at it for long, or may be done in a moment.
        for _ in 0..<40 {
            let report = try await sender.deliver(mail.id, with: writer)
            guard let found = try OutboxMail.find(mail.id, in: database) else { return }
            switch found.state {
            case .handedOver, .bounced:
                return Output.note("The mail to \(mail.recipient) \(route.whereabouts(of: mail.id)).")
            case .undeliverable:
                throw CommandError(
                    .partly,
                    "\(deed), but its mail cannot be delivered (\(found.lastError ?? "no reason")); "
                        + "correct the cause\(remedy)")
            case .waiting:
                if report.isElsewhere {
                    try await Task.sleep(for: .milliseconds(50))
                    continue
                }
                guard let end = report.pausedUntil else { throw delay(of: found, after: deed) }
                return Output.note(
                    "The mail to \(mail.recipient) waits, because as many went out as the settings allow; the running "
                        + "server hands it over from \(end.local) on, 'nachlese mail retry' does without one.")
            }
        }
        Output.note(
            "The mail to \(mail.recipient) waits in the outbox; the running server hands it over, "
                + "'nachlese mail retry \(mail.id)' does without one.")
    }

    /// What a mail server may take for one mail while somebody waits for the command.
    static let patience = Duration.seconds(30)

    private func delay(of mail: OutboxMail, after deed: String) -> CommandError {
        let reason = mail.lastError ?? "it was not taken within 30 seconds"
        return CommandError(
            .partly,
            "\(deed), but its mail has to wait (\(reason)); the running server tries again, "
                + "'nachlese mail retry \(mail.id)' does without one")
    }
}
