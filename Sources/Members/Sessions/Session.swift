package import Codecs
package import SQLite
package import Secrets

/// A signed-in browser.
///
/// The database knows only the SHA-256 of its token.
package struct Session: Sendable {
    /// A session that was not to be remembered ends after 12 hours without a request.
    package static let idleLimit: Int64 = 12 * 3600
    /// Every session ends 30 days after signing in.
    package static let absoluteLimit: Int64 = 30 * 86_400
    /// How much later than noted the last use may have been: the note costs a write.
    package static let touchInterval: Int64 = 300

    package let digest: [UInt8]
    package let account: Account
    /// What its owner signed in with.
    package let credential: Credential.Kind
    package let isRemembered: Bool
    package let lastUsedAt: Timestamp
    package let endsAt: Timestamp

    /// The first moment at which it is over if nothing happens.
    package var validUntil: Timestamp {
        let end = isRemembered ? endsAt : min(endsAt, lastUsedAt + Session.idleLimit)
        return account.expiresAt.map { min($0, end) } ?? end
    }

    package func needsTouch(at now: Timestamp) -> Bool {
        now.seconds(since: lastUsedAt) >= Session.touchInterval
    }
}

extension Session: RowDecodable {
    private static let ofDigest: SQL = """
        SELECT s.digest, \(Account.columns), s.credential, s.remembered, s.last_used_at, s.ends_at
        FROM session s JOIN account ON account.id = s.account_id WHERE s.digest = ?
        """

    package init(_ row: inout RowReader) throws {
        self.init(
            digest: try row.read(), account: try Account(&row), credential: try row.read(),
            isRemembered: try row.read(), lastUsedAt: try row.read(), endsAt: try row.read())
    }

    /// Begins a session.
    ///
    /// - Returns: the token, which is known to nobody else from now on.
    package static func begin(
        for account: Account.ID, credential: Credential.Kind, isRemembered: Bool, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> SessionToken {
        try transaction.run("DELETE FROM session WHERE ends_at <= ?", now)
        try LastVisit.note(account, now: now, in: transaction)
        let token = SessionToken()
        try transaction.run(
            """
            INSERT INTO session (digest, account_id, credential, remembered, created_at, last_used_at, ends_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, token.digest, account, credential, isRemembered, now, now, now + absoluteLimit)
        return token
    }

    /// The living session of that digest, whose account may still sign in.
    package static func find(_ digest: [UInt8], now: Timestamp, in database: Database) throws -> Session? {
        guard let session: Session = try database.first(ofDigest, digest), session.account.isActive(at: now),
            now < session.validUntil
        else { return nil }
        return session
    }

    /// Notes that the session was used, and so that its owner is here.
    package static func touch(_ digest: [UInt8], now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            "UPDATE session SET last_used_at = ? WHERE digest = ? AND last_used_at < ?", now, digest, now)
        let account: Account.ID? = try transaction.database.first(
            "SELECT account_id FROM session WHERE digest = ?", digest)
        if let account { try LastVisit.note(account, now: now, in: transaction) }
    }

    /// Ends one session; ending one that is over is no error.
    package static func end(_ digest: [UInt8], in transaction: borrowing Transaction) throws {
        try transaction.run("DELETE FROM session WHERE digest = ?", digest)
    }

    /// Ends the sessions of an account.
    ///
    /// `kept`: the one that goes on, if any.
    /// - Returns: how many were ended.
    package static func endAll(
        of account: Account.ID, except kept: [UInt8] = [], in transaction: borrowing Transaction
    ) throws -> Int {
        try transaction.run("DELETE FROM session WHERE account_id = ? AND digest <> ?", account, kept)
    }

    /// How many sessions of an account are alive.
    package static func count(of account: Account.ID, now: Timestamp, in database: Database) throws -> Int {
        try database.count(
            """
            SELECT count(*) FROM session
            WHERE account_id = ? AND ends_at > ? AND (remembered = 1 OR last_used_at > ?)
            """, account, now, now + -idleLimit)
    }
}

extension Account {
    /// Ends every access at once: passwords and sessions are gone, a running server notices on the next request.
    ///
    /// The account itself stays, so that it is known that and when it was revoked.
    ///
    /// - Returns: how many sessions were ended.
    /// - Throws: `AccountError.alreadyRevoked`, `SQLiteError`.
    package mutating func revoke(now: Timestamp, in transaction: borrowing Transaction) throws -> Int {
        guard revokedAt == nil else { throw AccountError.alreadyRevoked(email) }
        try transaction.run("UPDATE account SET revoked_at = ? WHERE id = ?", now, id)
        try transaction.run("DELETE FROM credential WHERE account_id = ?", id)
        try Credential.withdrawMails(of: id, in: transaction)
        revokedAt = now
        return try Session.endAll(of: id, in: transaction)
    }
}
