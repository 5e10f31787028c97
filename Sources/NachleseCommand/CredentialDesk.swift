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

    /// What hands mails over.
    ///
    /// - Throws: as `MailRoute.transport`.
    func sender() throws -> OutboxSender {
        try OutboxSender(workspace, settings: settings, key: key, patience: CredentialDesk.patience)
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

    /// Hands one mail over, whatever else waits, and says what became of it.
    ///
    /// It takes no longer than a mail server that answers needs; where none does, the mail waits.
    ///
    /// - Throws: `Complaint` when the mail cannot be handed over; it and the account are stored all the same.
    func send(_ mail: OutboxMail) async throws {
        let isPassword = mail.kind.carriesPassword
        let deed = isPassword ? "the password is stored" : "it is done"
        let remedy =
            isPassword ? ", then 'nachlese account renew \(mail.recipient)'" : "; the person does not know of it"
        let route = MailRoute(settings, folder: workspace.folder)
        let sender = try sender()
        // Whoever hands over at this moment may be at it for long, or may be done in a moment.
        for _ in 0..<40 {
            let report = try await sender.deliver(mail.id, with: database)
            guard let found = try OutboxMail.find(mail.id, in: database) else { return }
            switch found.state {
            case .handedOver, .bounced:
                return Output.note("The mail to \(mail.recipient) \(route.whereabouts(of: mail.id)).")
            case .undeliverable:
                throw Complaint(
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

    private func delay(of mail: OutboxMail, after deed: String) -> Complaint {
        let reason = mail.lastError ?? "it was not taken within 30 seconds"
        return Complaint(
            .partly,
            "\(deed), but its mail has to wait (\(reason)); the running server tries again, "
                + "'nachlese mail retry \(mail.id)' does without one")
    }
}

extension CredentialDesk {
    /// How far the mails of one command got.
    struct HandOver {
        var handedOver = 0
        /// In the outbox; the running server, or the next command that mails, goes on with them.
        var waiting = 0
        /// Of those, the ones that something stands in the way of: refused, or held back while the service takes no mail.
        var delayed = 0
        var undeliverable = 0
        /// Mails of earlier commands that had waited, one of which may have been interrupted.
        var earlier = 0

        /// What became of them, for people.
        var words: String {
            var parts = ["mails handed over: \(handedOver)"]
            if earlier > 0 { parts.append("of earlier commands: \(earlier)") }
            if waiting > 0 { parts.append("in the outbox, for the running server or the next command: \(waiting)") }
            if delayed > 0 { parts.append("of these held up so far: \(delayed)") }
            if undeliverable > 0 { parts.append("undeliverable: \(undeliverable)") }
            let text = parts.joined(separator: "; ")
            return text.prefix(1).uppercased() + text.dropFirst() + "."
        }
    }

    /// Hands over what is due in the outbox, unless a running server does so already.
    func handOver(_ mails: [String]) async throws -> HandOver {
        let sender = try sender()
        var left = Int.max
        var idle = 0
        var earlier = 0
        // A server that hands over at this moment is waited for as long as it gets on.
        while true {
            let report = try await sender.deliverDue(with: database)
            earlier += Set(report.handedOver).subtracting(mails).count
            var present = try count(mails)
            present.earlier = earlier
            guard report.isElsewhere, present.waiting > 0, idle < 20 else { return present }
            idle = present.waiting < left ? 0 : idle + 1
            left = present.waiting
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func count(_ mails: [String]) throws -> HandOver {
        try database.snapshot {
            var result = HandOver()
            for id in mails {
                guard let mail = try OutboxMail.find(id, in: database) else { continue }
                switch mail.state {
                case .handedOver, .bounced: result.handedOver += 1
                case .undeliverable: result.undeliverable += 1
                case .waiting:
                    result.waiting += 1
                    if mail.trouble != nil { result.delayed += 1 }
                }
            }
            return result
        }
    }
}
