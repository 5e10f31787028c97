import Mail
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
    let issuance: Issuance

    /// Takes the settings that are given, else those of the data folder.
    init(_ workspace: Workspace, settings: Settings? = nil, database: Database) throws {
        let settings = try settings ?? workspace.settings()
        let key = try workspace.key()
        self.workspace = workspace
        self.settings = settings
        self.database = database
        self.key = key
        issuance = Issuance(
            hasher: try PasswordHasher(), correspondence: workspace.correspondence(settings: settings, key: key))
    }

    /// Prints a password for the one who called; it is kept nowhere in this form.
    ///
    /// - Throws: `Complaint` when it could not be printed, and so nobody knows it.
    func print(_ prepared: Issuance.Prepared, for account: Account) throws {
        do {
            try Output.write(
                """
                User name: \(account.email)
                Password: \(prepared.password.grouped.reveal())
                """)
        } catch {
            throw Complaint(
                error.status,
                "\(error.message); the account is there, its password was not shown: "
                    + "nachlese account renew \(account.email) --print")
        }
        Output.note("The password is valid until \(prepared.expiresAt.local) and is shown only this once.")
    }

    /// Hands a mail over, together with whatever else waits in the outbox, and says what became of it.
    ///
    /// - Throws: `Complaint` when the mail cannot be handed over; it and the account are stored all the same.
    func send(_ mail: OutboxMail) async throws {
        let isPassword = mail.kind.carriesPassword
        let deed = isPassword ? "the password is stored" : "it is done"
        let remedy =
            isPassword ? ", then 'nachlese account renew \(mail.recipient)'" : "; the person does not know of it"
        let sender = OutboxSender(
            folder: workspace.folder, transport: FolderTransport(folder: workspace.folder.outbox), key: key,
            clock: workspace.clock)
        // Whoever hands over at this moment may have looked at the outbox just before our mail was in it.
        for _ in 0..<40 {
            let report = try await sender.deliverDue(with: database)
            let found = try OutboxMail.find(mail.id, in: database)
            switch found?.state {
            case .handedOver, .bounced:
                let file = workspace.folder.outbox.appending("\(mail.id).eml")
                Output.note("The mail to \(mail.recipient) lies in \(file).")
                return
            case .undeliverable:
                throw Complaint(
                    .partly,
                    "\(deed), but its mail cannot be delivered (\(found?.lastError ?? "no reason")); "
                        + "correct the cause\(remedy)")
            case .waiting where report.delayed.contains(mail.id):
                throw Complaint(
                    .partly,
                    "\(deed), but its mail has to wait (\(found?.lastError ?? "no reason")); "
                        + "the running server, or the next command that mails, tries again")
            case .waiting: try await Task.sleep(for: .milliseconds(50))
            case nil: return
            }
        }
        Output.note("The mail to \(mail.recipient) waits in the outbox; the running server hands it over.")
    }
}
