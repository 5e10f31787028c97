package import Catalogue
package import Codecs
import Mail
package import Members
package import Platform
package import SQLite
package import Secrets

/// What members do with their own account.
package final class AccountSelfService: Sendable {
    private let writer: Writer
    private let hasher: PasswordHasher
    private let policy: PasswordPolicy
    private let mailer: Mailer
    private let clock: WallClock
    /// Whose new password is being hashed at this moment: one at a time for each account, so that nobody can keep the
    /// pool from those who sign in.
    private let choosing = Locked<Set<Account.ID>>([])

    package init(
        writer: Writer, hasher: PasswordHasher, policy: PasswordPolicy, mailer: Mailer, clock: WallClock = .system
    ) {
        self.writer = writer
        self.hasher = hasher
        self.policy = policy
        self.mailer = mailer
        self.clock = clock
    }

    /// Ends a session.
    ///
    /// - Throws: `SQLiteError`.
    package func signOut(_ session: Session) async throws {
        let digest = session.digest
        try await writer.write { try Session.end(digest, in: $0) }
    }

    /// Ends all sessions of a member but this one: how many there were.
    ///
    /// - Throws: `SQLiteError`.
    package func endOtherSessions(than session: Session) async throws -> Int {
        let account = session.account.id
        let digest = session.digest
        return try await writer.write { try Session.endAll(of: account, except: digest, in: $0) }
    }

    /// Stores what a member says of themselves.
    ///
    /// - Throws: `SQLiteError`.
    package func correct(_ account: Account.ID, name: Label, organisation: Label, language: Language) async throws {
        try await writer.write {
            try Account.correct(account, name: name, organisation: organisation, language: language, in: $0)
        }
    }

    /// What speaks against a password of their own.
    package func objections(to password: Secret, of account: Account) -> [PasswordObjection] {
        policy.objections(to: password, userName: account.name, eMail: account.email.wire)
    }

    package enum Choice: Sendable {
        /// All sessions were ended, and this one was begun in the place of the one that it was chosen in.
        case chosen(SessionToken)
        /// Another one is being stored for the same account.
        case inProgress
        /// Too many passwords are being hashed.
        case busy
        /// The session was ended meanwhile.
        case sessionOver
    }

    /// Puts a password in the place of all others; its owner is told by mail.
    ///
    /// - Throws: `SQLiteError`, or what the hash could not do; nothing has changed then.
    package func choose(_ password: Secret, in session: Session) async throws -> Choice {
        let account = session.account.id
        guard choosing.withLock({ $0.insert(account).inserted }) else { return .inProgress }
        defer { choosing.withLock { _ = $0.remove(account) } }
        let hash: PasswordHash
        do {
            hash = try await hasher.hash(password)
        } catch PasswordHasher.Failure.busy {
            return .busy
        }
        return try await store(hash, for: session).map { .chosen($0) } ?? .sessionOver
    }

    /// - Returns: nil when the session was ended meanwhile.
    private func store(_ hash: PasswordHash, for session: Session) async throws -> SessionToken? {
        let clock = clock
        let digest = session.digest
        let mailer = mailer
        return try await writer.write { transaction in
            let now = clock.now
            guard let current = try Session.find(digest, now: now, in: transaction.database) else { return nil }
            try Credential.setOwn(hash, of: current.account.id, now: now, in: transaction)
            try mailer.post(.passwordChanged, to: current.account, in: transaction)
            _ = try Session.endAll(of: current.account.id, in: transaction)
            return try Session.begin(
                for: current.account.id, credential: .own, isRemembered: current.isRemembered, now: now,
                in: transaction)
        }
    }
}
