internal import Mail
package import SQLite
package import Secrets

/// Initial passwords: made, hashed, stored, and mailed or shown once.
package struct Issuance: Sendable {
    private let hasher: PasswordHasher
    private let key: SealingKey
    private let settings: Settings
    private let clock: WallClock

    package init(hasher: PasswordHasher, key: SealingKey, settings: Settings, clock: WallClock = .system) {
        self.hasher = hasher
        self.key = key
        self.settings = settings
        self.clock = clock
    }

    /// How the password reaches its owner.
    package enum Delivery: Sendable {
        case mail
        /// By mail, to a person who asked for it.
        case mailOnRequest
        /// Returned to the caller, who shows it once; no mail is written.
        case handedOut
    }

    /// A password that is hashed already, so that the transaction that stores it is short.
    package struct Prepared: Sendable {
        package let password: InitialPassword
        let hash: PasswordHash
        let hint: InitialPasswordHint
        package let expiresAt: Timestamp
    }

    /// Makes an initial password and hashes it: slow by intent, outside of any transaction.
    ///
    /// `until`: ends its life earlier than the settings say, for an account that expires before.
    /// - Throws: `PasswordHasher.Failure` when too many hashes wait.
    package func prepare(until end: Timestamp? = nil) async throws -> Prepared {
        let password = InitialPassword()
        let secret = password.normalized
        let expiresAt = clock.now + Int64(settings.initialPasswordDays) * 86_400
        return Prepared(
            password: password, hash: try await hasher.hash(secret),
            hint: InitialPasswordHint(of: secret, key: key), expiresAt: end.map { min($0, expiresAt) } ?? expiresAt)
    }

    /// Stores a prepared password for an account and, unless it is handed out, writes the mail that carries it.
    ///
    /// - Returns: the mail, when there is one.
    package func issue(
        _ prepared: Prepared, to account: Account, delivery: Delivery, in transaction: borrowing Transaction
    ) throws -> OutboxMail? {
        let now = clock.now
        guard account.revokedAt == nil else { throw AccountError.revoked(account.email) }
        guard account.isActive(at: now) else { throw AccountError.expired(account.email) }
        try Credential.addInitial(
            prepared.hash, hint: prepared.hint, to: account.id, expiresAt: prepared.expiresAt, now: now,
            in: transaction)
        let kind: OutboxMail.Kind
        switch delivery {
        case .mail: kind = .credentials
        case .mailOnRequest: kind = .newCredentials
        case .handedOut: return nil
        }
        let admissions = try Admission.all(of: account.id, in: transaction.database)
        let message = try CredentialsMail(
            account: account, password: prepared.password, expiresAt: prepared.expiresAt, admissions: admissions,
            settings: settings, now: now
        ).message()
        return try OutboxMail.enqueue(
            message, kind: kind, account: account.id, key: key, now: now, in: transaction)
    }
}
