package import Codecs
package import Letters
package import Members
import Platform
package import SQLite
package import Secrets

/// Initial passwords: made, hashed, stored, and mailed or shown once.
package struct CredentialIssuer: Sendable {
    private let hasher: PasswordHasher
    package let mailer: Mailer

    /// `mailer` writes the mails; its settings, key and clock count here, too.
    package init(hasher: PasswordHasher, mailer: Mailer) {
        self.hasher = hasher
        self.mailer = mailer
    }

    private var key: SealingKey { mailer.key }
    private var clock: WallClock { mailer.clock }

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
        let expiresAt = clock.now + mailer.settings.initialPasswordLife
        return Prepared(
            password: password, hash: try await hasher.hash(secret),
            hint: InitialPasswordHint(of: secret, key: key), expiresAt: end.map { min($0, expiresAt) } ?? expiresAt)
    }

    /// Stores a prepared password for an account and, unless it is handed out, writes the mail that carries it.
    ///
    /// `held`: until when the mail is not sent, so that it can be taken back.
    /// - Returns: the mail, when there is one.
    package func issue(
        _ prepared: Prepared, to account: Account, delivery: Delivery, held: Timestamp? = nil,
        in transaction: borrowing Transaction
    ) throws -> OutboxMail? {
        let now = clock.now
        guard account.revokedAt == nil else { throw AccountError.revoked(account.email) }
        guard account.isActive(at: now) else { throw AccountError.expired(account.email) }
        try Credential.addInitial(
            prepared.hash, hint: prepared.hint, to: account.id, expiresAt: prepared.expiresAt, now: now,
            in: transaction)
        let letter: Letter
        switch delivery {
        case .mail: letter = .credentials(prepared.password, until: prepared.expiresAt)
        case .mailOnRequest: letter = .newCredentials(prepared.password, until: prepared.expiresAt)
        case .handedOut: return nil
        }
        return try mailer.post(letter, to: account, held: held, in: transaction)
    }
}
