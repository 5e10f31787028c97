package import Catalogue
package import Codecs
package import Letters
package import Mail
package import Members
package import SQLite

/// What is to be different about an account; what is nil stays.
package struct AccountChange: Sendable {
    /// When nobody may sign in any more.
    package enum End: Equatable, Sendable {
        case never
        case at(Timestamp)
    }

    package var name: Label?
    package var organisation: Label?
    package var language: Language?
    /// The new address, which is the user name, too.
    package var email: EmailAddress?
    package var end: End?

    package init() {}

    /// What became of it.
    package struct Outcome: Sendable {
        /// As it is now.
        package let account: Account
        /// Whether it has another user name; another spelling of the same one is none.
        package let isAddressChanged: Bool
        package let sessionsEnded: Int
        /// Notices, and a new initial password where one was open; they wait in the outbox.
        package let mails: [OutboxMail]
    }
}

extension AccountChange {
    /// Changes an account.
    ///
    /// With another address every session ends, and so does every initial password: what was mailed to the old mailbox
    /// must not open anything any more, and what still waits for it is not sent. A password of the owner's own stays.
    /// Where an initial password was open, a new one (`fresh`) goes to the new address, so that nobody is stuck. Both
    /// addresses are told, unless the account is closed.
    ///
    /// - Throws: `AccountError.unknown`, `AccountError.exists`, what `Mailer` throws, `SQLiteError`.
    package func apply(
        to email: EmailAddress, fresh: CredentialIssuer.Prepared?, issuer: CredentialIssuer, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> Outcome {
        let before = try Account.get(email, in: transaction.database)
        var account = before
        if let name { account.name = name.text }
        if let organisation { account.organisation = organisation.text }
        if let language { account.language = language }
        switch end {
        case .never: account.expiresAt = nil
        case .at(let end): account.expiresAt = end
        case nil: break
        }
        if let new = self.email {
            if let other = try Account.find(new, in: transaction.database), other.id != account.id {
                throw AccountError.exists(new)
            }
            account.email = new
        }
        try account.save(in: transaction)
        guard account.email != before.email else {
            return Outcome(account: account, isAddressChanged: false, sessionsEnded: 0, mails: [])
        }
        return try move(account, from: before.email, fresh, issuer, now, transaction)
    }

    private func move(
        _ account: Account, from old: EmailAddress, _ fresh: CredentialIssuer.Prepared?, _ issuer: CredentialIssuer,
        _ now: Timestamp, _ transaction: borrowing Transaction
    ) throws -> Outcome {
        let sessions = try Session.endAll(of: account.id, in: transaction)
        let credentials = try Credential.all(of: account.id, in: transaction.database)
        let wasOpen = credentials.contains { $0.kind == .initial && $0.isValid(at: now) }
        let hasOwn = credentials.contains { $0.kind == .own }
        try Credential.withdrawMails(of: account.id, in: transaction)
        let ended = try Credential.removeInitial(of: account.id, in: transaction)
        var mails: [OutboxMail] = []
        if account.isActive(at: now) {
            let letter = Letter.addressChanged(from: old, to: account.email)
            for address in [old, account.email] {
                mails.append(try issuer.mailer.post(letter, to: account, at: address, in: transaction))
            }
            if let fresh, wasOpen || (ended > 0 && !hasOwn),
                let mail = try issuer.issue(fresh, to: account, delivery: .mail, in: transaction)
            {
                mails.append(mail)
            }
        }
        return Outcome(account: account, isAddressChanged: true, sessionsEnded: sessions, mails: mails)
    }
}
