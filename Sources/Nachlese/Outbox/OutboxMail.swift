package import Mail
package import SQLite
package import Secrets

/// A mail as a row of the outbox: written in the transaction that causes it, sent afterwards.
package struct OutboxMail: Sendable, Identifiable {
    package enum Kind: String, DatabaseValue, CaseIterable, Sendable {
        /// A user name with an initial password, issued by the office.
        case credentials
        /// The same, asked for by the person.
        case newCredentials = "new-credentials"
        case passwordChanged = "password-changed"
        case addressChanged = "address-changed"
        case accessRevoked = "access-revoked"
    }

    package enum State: String, DatabaseValue, CaseIterable, Sendable {
        case waiting
        /// The transport has taken it over for good.
        case handedOver = "handed-over"
        case undeliverable
        /// It was handed over and came back.
        case bounced
    }

    /// Random, unique, safe as a file name.
    package let id: String
    package let account: Account.ID?
    package let kind: Kind
    package let recipient: String
    package let sender: String
    package let subject: String
    package let messageID: String
    package let state: State
    package let attempts: Int
    package let nextAttemptAt: Timestamp?
    package let lastError: String?
    package let createdAt: Timestamp
    package let handedOverAt: Timestamp?
}

extension OutboxMail {
    /// Writes a mail into the outbox.
    ///
    /// Its content is sealed: a copy of the database does not tell it.
    package static func enqueue(
        _ message: MailMessage, kind: Kind, account: Account.ID?, key: SealingKey, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> OutboxMail {
        let id = message.messageID.unique
        let sealed = try key.seal(message.rendered(), context: context(of: id))
        try transaction.run(
            """
            INSERT INTO mail (id, account_id, kind, recipient, sender, subject, message_id, state, sealed,
                next_attempt_at, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)
            """, id, account, kind, message.to.address.description, message.from.address.description,
            message.subject.text, message.messageID.description, sealed, now, now)
        return OutboxMail(
            id: id, account: account, kind: kind, recipient: message.to.address.description,
            sender: message.from.address.description, subject: message.subject.text,
            messageID: message.messageID.description, state: .waiting, attempts: 0, nextAttemptAt: now,
            lastError: nil, createdAt: now, handedOverAt: nil)
    }

    /// All mails, newest first.
    package static func all(in database: Database) throws -> [OutboxMail] {
        try database.query(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, next_attempt_at,
                last_error, created_at, handed_over_at
            FROM mail ORDER BY created_at DESC, rowid DESC
            """, map: OutboxMail.init(row:))
    }

    package static func find(_ id: String, in database: Database) throws -> OutboxMail? {
        try database.first(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, next_attempt_at,
                last_error, created_at, handed_over_at
            FROM mail WHERE id = ?
            """, id, map: OutboxMail.init(row:))
    }

    /// The next mail whose time has come, oldest first, with its content still sealed.
    static func nextDue(now: Timestamp, in database: Database) throws -> (mail: OutboxMail, sealed: [UInt8])? {
        try database.first(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, next_attempt_at,
                last_error, created_at, handed_over_at, sealed
            FROM mail WHERE state = 'waiting' AND next_attempt_at <= ? ORDER BY created_at, rowid LIMIT 1
            """, now, map: { (row: borrowing Row) in (try OutboxMail(row: row), try row[13] as [UInt8]) })
    }

    /// The transport has it; the content is forgotten here.
    func markHandedOver(now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE mail SET state = 'handed-over', sealed = NULL, next_attempt_at = NULL, handed_over_at = ?,
                attempts = attempts + 1, last_error = NULL
            WHERE id = ? AND state = 'waiting'
            """, now, id)
    }

    /// It did not work this time.
    func markDelayed(until next: Timestamp, because reason: String, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE mail SET attempts = attempts + 1, next_attempt_at = ?, last_error = ?
            WHERE id = ? AND state = 'waiting'
            """, next, reason, id)
    }

    /// It will never work.
    func markUndeliverable(because reason: String, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE mail SET state = 'undeliverable', sealed = NULL, next_attempt_at = NULL, attempts = attempts + 1,
                last_error = ?
            WHERE id = ? AND state = 'waiting'
            """, reason, id)
    }

    /// Takes back what waits for an account and carries a password, because that password is dead.
    ///
    /// - Returns: how many mails nobody gets.
    @discardableResult
    static func withdrawCredentials(of account: Account.ID, in transaction: borrowing Transaction) throws -> Int {
        try transaction.run(
            """
            DELETE FROM mail
            WHERE account_id = ? AND state = 'waiting' AND kind IN ('credentials', 'new-credentials')
            """, account)
    }

    static func context(of id: String) -> [UInt8] {
        Array("mail:\(id)".utf8)
    }

    private init(row: borrowing Row) throws {
        self.init(
            id: try row[0], account: try row[1], kind: try row[2], recipient: try row[3], sender: try row[4],
            subject: try row[5], messageID: try row[6], state: try row[7], attempts: try row[8],
            nextAttemptAt: try row[9], lastError: try row[10], createdAt: try row[11], handedOverAt: try row[12])
    }
}
