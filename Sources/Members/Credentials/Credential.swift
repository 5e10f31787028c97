package import Codecs
package import SQLite
package import Secrets

/// What an account's owner signs in with: one password of their own, or initial passwords from mails.
package struct Credential: Sendable, Identifiable {
    package typealias ID = Identifier<Credential>

    package enum Kind: String, DatabaseValue, Sendable {
        /// Made by the server and mailed. Several may be open until one is used.
        case initial
        /// Chosen by the owner. One at most.
        case own
    }

    /// An initial password lives this long after its first use, in seconds: 24 hours.
    package static let initialLifeAfterUse: Int64 = 24 * 3600

    package let id: ID
    package let account: Account.ID
    package let kind: Kind
    package let hash: PasswordHash
    package let expiresAt: Timestamp?
    package let firstUsedAt: Timestamp?
    package let createdAt: Timestamp

    package func isValid(at now: Timestamp) -> Bool {
        expiresAt.map { now < $0 } ?? true
    }
}

extension Credential: RowDecodable {
    private static let columns: SQL = "id, account_id, kind, hash, expires_at, first_used_at, created_at"
    private static let initial: SQL = """
        SELECT \(columns) FROM credential
        WHERE account_id = ? AND kind = 'initial' AND hint = ? ORDER BY created_at DESC, id DESC LIMIT 1
        """
    private static let own: SQL = "SELECT \(columns) FROM credential WHERE account_id = ? AND kind = 'own' LIMIT 1"
    private static let ofAccount: SQL = """
        SELECT \(columns) FROM credential WHERE account_id = ? ORDER BY created_at, id
        """

    /// Adds an initial password.
    ///
    /// What the account had before goes on working until this one is used.
    package static func addInitial(
        _ hash: PasswordHash, hint: InitialPasswordHint, to account: Account.ID, expiresAt: Timestamp,
        now: Timestamp, in transaction: borrowing Transaction
    ) throws {
        try transaction.run("DELETE FROM credential WHERE account_id = ? AND expires_at <= ?", account, now)
        try transaction.run(
            """
            INSERT INTO credential (account_id, kind, hash, hint, expires_at, created_at)
            VALUES (?, 'initial', ?, ?, ?, ?)
            """, account, hash.text, hint.bytes, expiresAt, now)
    }

    /// Puts a password of the owner's own in the place of everything they had.
    package static func setOwn(
        _ hash: PasswordHash, of account: Account.ID, now: Timestamp, in transaction: borrowing Transaction
    ) throws {
        try transaction.run("DELETE FROM credential WHERE account_id = ?", account)
        try transaction.run(
            "INSERT INTO credential (account_id, kind, hash, created_at) VALUES (?, 'own', ?, ?)",
            account, hash.text, now)
        try withdrawMails(of: account, in: transaction)
    }

    /// The one credential that a typed password can be, so that every attempt costs exactly one hash.
    ///
    /// `hint`: of what was typed, where it has the form of an initial password.
    package static func candidate(
        of account: Account.ID, hint: InitialPasswordHint?, in database: Database
    ) throws -> Credential? {
        if let hint, let found: Credential = try database.first(initial, account, hint.bytes) { return found }
        return try database.first(own, account)
    }

    package static func all(of account: Account.ID, in database: Database) throws -> [Credential] {
        try database.all(ofAccount, account)
    }

    /// The password that was made last.
    package static func newest(of account: Account.ID, in database: Database) throws -> ID? {
        try database.value("SELECT max(id) FROM credential WHERE account_id = ?", account)
    }

    /// Notes that an initial password was used: it lives for a day at most from now on, and every older credential is
    /// dead.
    ///
    /// A second use changes nothing.
    ///
    /// - Returns: whether older sessions have to end.
    func markUsed(now: Timestamp, in transaction: borrowing Transaction) throws -> Bool {
        guard kind == .initial, firstUsedAt == nil else { return false }
        let marked = try transaction.run(
            """
            UPDATE credential SET first_used_at = ?, expires_at = min(expires_at, ?)
            WHERE id = ? AND first_used_at IS NULL
            """, now, now + Credential.initialLifeAfterUse, id)
        guard marked == 1 else { return false }
        try transaction.run("DELETE FROM credential WHERE account_id = ? AND id < ?", account, id)
        return true
    }

    /// Ends the initial passwords of an account; one of the owner's own stays.
    ///
    /// - Returns: how many there were.
    package static func removeInitial(of account: Account.ID, in transaction: borrowing Transaction) throws -> Int {
        try transaction.run("DELETE FROM credential WHERE account_id = ? AND kind = 'initial'", account)
    }

    /// Takes back the mails that wait for an account and carry a password, because that password is dead.
    package static func withdrawMails(of account: Account.ID, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            DELETE FROM mail
            WHERE account_id = ? AND state = 'waiting' AND kind IN ('credentials', 'new-credentials')
            """, account)
    }

    /// Stores the same password hashed with higher costs.
    package func rehash(_ hash: PasswordHash, in transaction: borrowing Transaction) throws {
        try transaction.run(
            "UPDATE credential SET hash = ? WHERE id = ? AND hash = ?", hash.text, id, self.hash.text)
    }

    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), account: try row.read(), kind: try row.read(),
            hash: try PasswordHash(try row.read(String.self)), expiresAt: try row.read(), firstUsedAt: try row.read(),
            createdAt: try row.read())
    }
}

/// Four bytes that find an initial password's row among several of one account.
///
/// A keyed tag (HMAC-SHA-256, cut short) of the normalised password: without the key, which does not lie in the
/// database, it tells nothing; with it, 48 of the 80 random bits are still unknown and behind scrypt. Thanks to it
/// every sign-in costs one password hash, however many mails are open, and takes the same time.
package struct InitialPasswordHint: Sendable, Equatable {
    package let bytes: [UInt8]

    package init(of password: Secret, key: SealingKey) {
        bytes = Array(key.tag(of: password, purpose: "initial-password-hint").prefix(4))
    }
}
