package import Catalogue
package import Codecs
package import Letters
package import Mail
package import Members
package import Platform
package import SQLite

/// Issues, renews, changes, admits and revokes accounts.
///
/// Each call is one transaction, with the mail that tells of it in the outbox. Passwords are hashed before it, so that
/// the database is free meanwhile; what was found out before is decided again inside.
package struct AccountAdministration: Sendable {
    private let writer: Writer
    private let issuer: CredentialIssuer

    /// Takes the settings, the key and the clock from `issuer`.
    package init(writer: Writer, issuer: CredentialIssuer) {
        self.writer = writer
        self.issuer = issuer
    }

    private var now: Timestamp { issuer.mailer.clock.now }

    /// How an initial password reaches its owner.
    package enum Delivery: Sendable {
        case mail
        /// Returned to the caller, who shows it once; no mail is written.
        case handedOut
    }

    /// An account with a new initial password.
    package struct Issued: Sendable {
        package let account: Account
        /// Whether the account was revoked before.
        package let wasRevoked: Bool
        /// Kept nowhere in this form.
        package let password: CredentialIssuer.Prepared
        /// Nil when the password is handed out.
        package let mail: OutboxMail?
    }

    /// Makes an account, admits it and issues its first password.
    ///
    /// - Parameters:
    ///   - draft: of the account.
    ///   - target: to what it is admitted.
    ///   - end: of the admissions, and of the password where it would last longer.
    ///   - delivery: of the password.
    /// - Returns: the account and its password.
    /// - Throws: `AccountError.exists`, `ModuleError`, `SeriesError`, what `CredentialIssuer` throws, `SQLiteError`.
    package func issue(
        _ draft: Account.Draft, admittedTo target: AdmissionTarget, until end: Timestamp?, delivery: Delivery
    ) async throws -> Issued {
        // Before the slow part; decided in the transaction.
        try await writer.read { database in
            _ = try target.scopes(in: database)
            guard try Account.find(draft.email, in: database) == nil else { throw AccountError.exists(draft.email) }
        }
        let prepared = try await issuer.prepare(until: end)
        let (now, issuer) = (now, issuer)
        return try await writer.write { transaction in
            let account = try Account.add(draft, now: now, in: transaction)
            for (_, scope) in try target.scopes(in: transaction.database) {
                try Admission.admit(account.id, to: scope, until: end, now: now, in: transaction)
            }
            let mail = try issuer.issue(prepared, to: account, delivery: delivery.ofPassword, in: transaction)
            return Issued(account: account, wasRevoked: false, password: prepared, mail: mail)
        }
    }

    /// Issues a new initial password; what worked before works until it is used.
    ///
    /// - Parameters:
    ///   - email: whose account.
    ///   - restoring: whether a revoked account is opened again.
    ///   - delivery: of the password.
    /// - Returns: the account and its password.
    /// - Throws: `AccountError`, what `CredentialIssuer` throws, `SQLiteError`.
    package func renew(_ email: EmailAddress, restoring: Bool, delivery: Delivery) async throws -> Issued {
        let present = try await writer.read { try Account.get(email, in: $0) }
        guard present.revokedAt == nil || restoring else { throw AccountError.revoked(present.email) }
        let prepared = try await issuer.prepare(until: present.expiresAt)
        let issuer = issuer
        return try await writer.write { transaction in
            var account = try Account.get(email, in: transaction.database)
            let wasRevoked = account.revokedAt != nil
            if restoring, wasRevoked { try account.restore(in: transaction) }
            let mail = try issuer.issue(prepared, to: account, delivery: delivery.ofPassword, in: transaction)
            return Issued(account: account, wasRevoked: wasRevoked, password: prepared, mail: mail)
        }
    }

    /// Changes an account; see `AccountChange`.
    ///
    /// - Throws: `AccountError`, what `CredentialIssuer` throws, `SQLiteError`.
    package func change(_ email: EmailAddress, by change: AccountChange) async throws -> AccountChange.Outcome {
        let present = try await writer.read { database in
            let present = try Account.get(email, in: database)
            if let new = change.email, let other = try Account.find(new, in: database), other.id != present.id {
                throw AccountError.exists(new)
            }
            return present
        }
        let isMoving = change.email.map { $0 != present.email } ?? false
        let end = if case .at(let end) = change.end { end } else { change.end == nil ? present.expiresAt : nil }
        let fresh = isMoving ? try await issuer.prepare(until: end) : nil
        let (now, issuer) = (now, issuer)
        return try await writer.write { transaction in
            try change.apply(to: email, fresh: fresh, issuer: issuer, now: now, in: transaction)
        }
    }

    /// What ended with an account.
    package struct Revocation: Sendable {
        package let account: Account
        package let sessionsEnded: Int
        /// Tells the person; nil when they are not told.
        package let mail: OutboxMail?
    }

    /// Ends an account at once.
    ///
    /// - Parameters:
    ///   - email: whose.
    ///   - tells: whether the person is told by mail; nil: what the settings say.
    /// - Returns: what ended.
    /// - Throws: `AccountError`, what `Mailer` throws, `SQLiteError`.
    package func revoke(_ email: EmailAddress, tells: Bool?) async throws -> Revocation {
        let (now, mailer) = (now, issuer.mailer)
        let tells = tells ?? (mailer.settings.tellRevoked == .yes)
        return try await writer.write { transaction in
            var account = try Account.get(email, in: transaction.database)
            let sessions = try account.revoke(now: now, in: transaction)
            let mail = tells ? try mailer.post(.accessRevoked, to: account, in: transaction) : nil
            return Revocation(account: account, sessionsEnded: sessions, mail: mail)
        }
    }
}

extension AccountAdministration.Delivery {
    fileprivate var ofPassword: CredentialIssuer.Delivery {
        switch self {
        case .mail: .mail
        case .handedOut: .handedOut
        }
    }
}

/// Admits accounts, and takes admissions back; no mail is written.
package struct AdmissionAdministration: Sendable {
    private let writer: Writer
    private let clock: WallClock

    package init(writer: Writer, clock: WallClock) {
        self.writer = writer
        self.clock = clock
    }

    /// Admits an account; admitting again sets the end anew.
    ///
    /// - Returns: the account, and what changed for each name.
    /// - Throws: `AccountError.unknown`, `ModuleError`, `SeriesError`, `SQLiteError`.
    package func admit(
        _ email: EmailAddress, to target: AdmissionTarget, until end: Timestamp?
    ) async throws -> (account: Account, changes: [(slug: Slug, change: Admission.Change)]) {
        let now = clock.now
        return try await writer.write { transaction in
            let account = try Account.get(email, in: transaction.database)
            let changes = try target.scopes(in: transaction.database).map { slug, scope in
                (slug, try Admission.admit(account.id, to: scope, until: end, now: now, in: transaction))
            }
            return (account, changes)
        }
    }

    /// Takes admissions back.
    ///
    /// - Returns: the account, and for each name whether there was an admission of its own.
    /// - Throws: `AccountError.unknown`, `ModuleError`, `SeriesError`, `SQLiteError`.
    package func withdraw(
        _ target: AdmissionTarget, from email: EmailAddress
    ) async throws -> (account: Account, changes: [(slug: Slug, wasAdmitted: Bool)]) {
        try await writer.write { transaction in
            let account = try Account.get(email, in: transaction.database)
            let changes = try target.scopes(in: transaction.database).map { slug, scope in
                (slug, try Admission.withdraw(scope, from: account.id, in: transaction))
            }
            return (account, changes)
        }
    }
}
