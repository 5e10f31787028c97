package import Codecs
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
        /// To somebody who has a password: a request for access was accepted.
        case admitted
        case requestDeclined = "request-declined"
        /// The automatic answer to a request that came by mail.
        case requestReceived = "request-received"
        /// To the office: these are new.
        case requestsAnnounced = "requests-announced"
        /// To the office: these wait for long.
        case requestsWaiting = "requests-waiting"
        /// A code, to somebody who asks for access and has no account.
        case accessCode = "access-code"
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
    /// Of the account, where the recipient has one.
    package let account: Recipient.ID?
    package let kind: Kind
    package let recipient: String
    package let sender: String
    package let subject: String
    package let messageID: String
    package let state: State
    /// Attempts that were answered with a refusal for the time being, and the one that was taken.
    package let attempts: Int
    /// When it was first tried; from here on patience is counted.
    package let firstAttemptAt: Timestamp?
    package let nextAttemptAt: Timestamp?
    /// Of the newest failure (RFC 3463).
    package let status: EnhancedStatusCode?
    /// The newest failure as the mail system told it, for people who run the server.
    package let lastError: String?
    package let createdAt: Timestamp
    package let handedOverAt: Timestamp?
    package let bouncedAt: Timestamp?

    /// Why it has not reached its reader, as far as that is known.
    package var trouble: DeliveryTrouble? {
        guard lastError != nil else { return nil }
        return switch state {
        case .waiting where attempts == 0: .heldBack
        case .waiting: DeliveryTrouble(status, isLasting: false)
        case .handedOver: nil
        case .undeliverable where attempts == 0: .expired
        case .undeliverable, .bounced: DeliveryTrouble(status, isLasting: true)
        }
    }
}

extension OutboxMail: RowDecodable {
    static let columns: SQL = """
        id, account_id, kind, recipient, sender, subject, message_id, state, attempts, first_attempt_at,
        next_attempt_at, status, last_error, created_at, handed_over_at, bounced_at
        """

    /// Writes a mail into the outbox.
    ///
    /// Its content is sealed: a copy of the database does not tell it.
    ///
    /// `held`: until when it is not tried, so that it can be taken back; nil: it is due at once.
    package static func enqueue(
        _ message: MailMessage, kind: Kind, account: Recipient.ID?, key: SealingKey, held: Timestamp? = nil,
        now: Timestamp, in transaction: borrowing Transaction
    ) throws -> OutboxMail {
        let id = message.messageID.unique
        let sealed = try key.seal(message.rendered(), context: context(of: id))
        try transaction.run(
            """
            INSERT INTO mail (id, account_id, kind, recipient, sender, subject, message_id, state, sealed,
                next_attempt_at, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)
            """, id, account, kind, message.to.address.description, message.from.address.description,
            message.subject.text, message.messageID.description, sealed, held ?? now, now)
        return OutboxMail(
            id: id, account: account, kind: kind, recipient: message.to.address.description,
            sender: message.from.address.description, subject: message.subject.text,
            messageID: message.messageID.description, state: .waiting, attempts: 0, firstAttemptAt: nil,
            nextAttemptAt: held ?? now, status: nil, lastError: nil, createdAt: now, handedOverAt: nil, bouncedAt: nil)
    }

    /// What a mail is sealed for.
    static func context(of id: ID) -> [UInt8] {
        Array("mail:\(id)".utf8)
    }

    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), account: try row.read(), kind: try row.read(), recipient: try row.read(),
            sender: try row.read(), subject: try row.read(), messageID: try row.read(), state: try row.read(),
            attempts: try row.read(), firstAttemptAt: try row.read(), nextAttemptAt: try row.read(),
            status: try row.read(String?.self).flatMap { EnhancedStatusCode($0) }, lastError: try row.read(),
            createdAt: try row.read(), handedOverAt: try row.read(), bouncedAt: try row.read())
    }
}

extension OutboxMail {
    private static let all: SQL = "SELECT \(columns) FROM mail ORDER BY created_at DESC, rowid DESC"
    private static let inState: SQL = """
        SELECT \(columns) FROM mail WHERE state = ? ORDER BY created_at DESC, rowid DESC
        """
    private static let ofID: SQL = "SELECT \(columns) FROM mail WHERE id = ?"
    private static let withIDs: SQL = "SELECT \(columns) FROM mail WHERE id >= ? AND id < ? ORDER BY id LIMIT 8"
    private static let newestCredentials: SQL = """
        SELECT \(columns) FROM mail WHERE account_id = ? AND kind IN ('credentials', 'new-credentials')
        ORDER BY created_at DESC, rowid DESC LIMIT 1
        """
    private static let nextDue: SQL = """
        SELECT \(columns) FROM mail
        WHERE state = 'waiting' AND next_attempt_at <= ? ORDER BY created_at, rowid LIMIT 1
        """
    private static let anyDue: SQL = """
        SELECT \(columns) FROM mail WHERE state = 'waiting' AND next_attempt_at <= ? AND id <> ?
        ORDER BY substr(recipient, instr(recipient, '@')) = substr(?, instr(?, '@')), random() LIMIT 1
        """

    /// All mails, newest first.
    package static func all(in database: Database) throws -> [OutboxMail] {
        try database.all(all)
    }

    /// All mails in one state, newest first.
    package static func all(_ state: State, in database: Database) throws -> [OutboxMail] {
        try database.all(inState, state)
    }

    package static func find(_ id: ID, in database: Database) throws -> OutboxMail? {
        try database.first(ofID, id)
    }

    /// The newest mail with credentials of an account, whatever became of it.
    package static func newestCredentials(of account: Recipient.ID, in database: Database) throws -> OutboxMail? {
        try database.first(newestCredentials, account)
    }

    /// How many mails wait.
    package static func countWaiting(in database: Database) throws -> Int {
        try database.count("SELECT count(*) FROM mail WHERE state = 'waiting'")
    }

    /// The mails whose ids begin with a text, at most eight.
    static func all(beginningWith name: String, in database: Database) throws -> [OutboxMail] {
        try database.all(withIDs, name, name + "\u{7F}")
    }

    /// The next mail whose time has come, oldest first.
    static func nextDue(now: Timestamp, in database: Database) throws -> OutboxMail? {
        try database.first(nextDue, now)
    }

    /// Any other mail whose time has come, best one for another domain.
    ///
    /// By chance, so that a few bad addresses are not asked every time.
    static func anyDue(unlike mail: OutboxMail, now: Timestamp, in database: Database) throws -> OutboxMail? {
        try database.first(anyDue, now, mail.id, mail.recipient, mail.recipient)
    }

    /// The content as it is sealed; nil when the mail waits no more.
    func sealed(in database: Database) throws -> [UInt8]? {
        try database.first("SELECT sealed FROM mail WHERE id = ? AND state = 'waiting'", id)
    }
}

extension OutboxMail {
    /// It is tried now: durable before anything leaves, so that a full disk is noticed while nothing has gone out.
    ///
    /// - Returns: since when it is tried; nil when it waits no more.
    func markTried(now: Timestamp, in transaction: borrowing Transaction) throws -> Timestamp? {
        let changed = try transaction.run(
            """
            UPDATE mail SET first_attempt_at = coalesce(first_attempt_at, ?) WHERE id = ? AND state = 'waiting'
            """, now, id)
        return changed == 1 ? firstAttemptAt ?? now : nil
    }

    /// The transport has it; the content is forgotten here.
    static func markHandedOver(_ id: ID, now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE mail SET state = 'handed-over', sealed = NULL, next_attempt_at = NULL, handed_over_at = ?,
                attempts = attempts + 1, status = NULL, last_error = NULL
            WHERE id = ? AND state = 'waiting'
            """, now, id)
    }

    /// It did not work this time.
    func markDelayed(until next: Timestamp, because error: MailDeliveryError, in transaction: borrowing Transaction)
        throws
    {
        try transaction.run(
            """
            UPDATE mail SET attempts = attempts + 1, next_attempt_at = ?, status = ?, last_error = ?
            WHERE id = ? AND state = 'waiting'
            """, next, error.meaning?.description, error.description, id)
    }

    /// It will never work.
    func markUndeliverable(because error: MailDeliveryError, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE mail SET state = 'undeliverable', sealed = NULL, next_attempt_at = NULL, attempts = attempts + 1,
                status = ?, last_error = ?
            WHERE id = ? AND state = 'waiting'
            """, error.meaning?.description, error.description, id)
    }

    /// It came back, also where nobody knew yet that it had gone out.
    ///
    /// - Returns: whether it was waiting or handed over before.
    func markBounced(
        status: EnhancedStatusCode?, because reason: String, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE mail SET state = 'bounced', sealed = NULL, next_attempt_at = NULL, bounced_at = ?,
                handed_over_at = coalesce(handed_over_at, ?), status = ?, last_error = ?
            WHERE id = ? AND state IN ('waiting', 'handed-over')
            """, now, now, status?.description, reason, id) == 1
    }

    /// Takes back a mail that nobody has begun to hand over.
    ///
    /// - Returns: whether nobody gets it.
    package static func withdraw(_ id: ID, in transaction: borrowing Transaction) throws -> Bool {
        try transaction.run(
            "DELETE FROM mail WHERE id = ? AND state = 'waiting' AND first_attempt_at IS NULL", id) == 1
    }

    /// A waiting mail is tried as soon as anybody hands over.
    ///
    /// - Returns: whether it waits.
    package static func retry(_ id: ID, now: Timestamp, in transaction: borrowing Transaction) throws -> Bool {
        try forgiveStandstill(now: now, in: transaction)
        return try transaction.run(
            "UPDATE mail SET next_attempt_at = min(next_attempt_at, ?) WHERE id = ? AND state = 'waiting'", now, id)
            == 1
    }

    /// The same for all that wait, but for those held so that they can be taken back.
    ///
    /// - Returns: how many there are.
    package static func retryAll(now: Timestamp, in transaction: borrowing Transaction) throws -> Int {
        try forgiveStandstill(now: now, in: transaction)
        return try transaction.run(
            """
            UPDATE mail SET next_attempt_at = min(next_attempt_at, ?)
            WHERE state = 'waiting' AND (first_attempt_at IS NOT NULL OR next_attempt_at <= ?)
            """, now, now)
    }
}

extension MailDeliveryError {
    /// What the server said in the terms of RFC 3463, or what its reply code means in them.
    var meaning: EnhancedStatusCode? {
        status ?? replyCode.flatMap { EnhancedStatusCode(meaningOf: $0) }
    }
}

/// Mails held back together because the service that takes them over is out of reach.
///
/// They are known by what an outage leaves alone: they were tried, but no attempt is counted.
extension OutboxMail {
    /// Delays mails that are due by the same time, or gives up those that were tried for too long.
    ///
    /// `only`: this one; nil: all that are due.
    /// - Returns: how many wait, and which were given up.
    /// - Throws: `SQLiteError`.
    static func holdBack(
        until next: Timestamp, only: ID?, because error: MailDeliveryError, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> (count: Int, givenUp: [ID]) {
        let status = error.meaning?.description
        try transaction.run(
            """
            UPDATE mail SET first_attempt_at = coalesce(first_attempt_at, ?), status = ?, last_error = ?
            WHERE state = 'waiting' AND next_attempt_at <= ? AND (? IS NULL OR id = ?)
            """, now, status, error.description, now, only, only)
        let givenUp: [ID] = try transaction.database.all(
            """
            SELECT id FROM mail WHERE state = 'waiting' AND next_attempt_at <= ? AND (? IS NULL OR id = ?)
                AND first_attempt_at <= ?
            ORDER BY created_at, rowid
            """, now, only, only, now + -BackOff.patience)
        for id in givenUp {
            try transaction.run(
                """
                UPDATE mail SET state = 'undeliverable', sealed = NULL, next_attempt_at = NULL WHERE id = ?
                """, id)
        }
        let count = try transaction.run(
            """
            UPDATE mail SET next_attempt_at = ?
            WHERE state = 'waiting' AND next_attempt_at <= ? AND (? IS NULL OR id = ?)
            """, next, now, only, only)
        return (count, givenUp)
    }

    /// Begins patience anew for mails that nobody tried although they were due: the machine was off, or its clock jumped.
    ///
    /// Time in which nothing was tried says nothing about a mail, and must not cost it.
    static func forgiveStandstill(now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE mail SET first_attempt_at = NULL
            WHERE state = 'waiting' AND first_attempt_at IS NOT NULL AND next_attempt_at <= ?
            """, now + -BackOff.standstill)
    }

    /// Whether there is such a mail.
    static func hasStandstill(now: Timestamp, in database: Database) throws -> Bool {
        try database.exists(
            """
            SELECT 1 FROM mail WHERE state = 'waiting' AND first_attempt_at IS NOT NULL AND next_attempt_at <= ? LIMIT 1
            """, now + -BackOff.standstill)
    }

    /// The service answers again: what was held back is due.
    ///
    /// - Returns: how many mails these are.
    @discardableResult
    package static func release(now: Timestamp, in transaction: borrowing Transaction) throws -> Int {
        try transaction.run(
            """
            UPDATE mail SET next_attempt_at = ?
            WHERE state = 'waiting' AND attempts = 0 AND first_attempt_at IS NOT NULL AND next_attempt_at > ?
            """, now, now)
    }
}
