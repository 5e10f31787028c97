import Codecs
package import SQLite

extension OutboxMail {
    /// All mails, newest first.
    package static func all(in database: Database) throws -> [OutboxMail] {
        try database.query(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, first_attempt_at,
                next_attempt_at, status, last_error, created_at, handed_over_at, bounced_at
            FROM mail ORDER BY created_at DESC, rowid DESC
            """, map: OutboxMail.init(row:))
    }

    /// All mails in one state, newest first.
    package static func all(_ state: State, in database: Database) throws -> [OutboxMail] {
        try database.query(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, first_attempt_at,
                next_attempt_at, status, last_error, created_at, handed_over_at, bounced_at
            FROM mail WHERE state = ? ORDER BY created_at DESC, rowid DESC
            """, state, map: OutboxMail.init(row:))
    }

    package static func find(_ id: ID, in database: Database) throws -> OutboxMail? {
        try database.first(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, first_attempt_at,
                next_attempt_at, status, last_error, created_at, handed_over_at, bounced_at
            FROM mail WHERE id = ?
            """, id, map: OutboxMail.init(row:))
    }

    /// The newest mail with credentials of an account, whatever became of it.
    package static func newestCredentials(of account: Recipient.ID, in database: Database) throws -> OutboxMail? {
        try database.first(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, first_attempt_at,
                next_attempt_at, status, last_error, created_at, handed_over_at, bounced_at
            FROM mail WHERE account_id = ? AND kind IN ('credentials', 'new-credentials')
            ORDER BY created_at DESC, rowid DESC LIMIT 1
            """, account, map: OutboxMail.init(row:))
    }

    /// How many mails wait.
    package static func countWaiting(in database: Database) throws -> Int {
        try database.first("SELECT count(*) FROM mail WHERE state = 'waiting'", map: { row in try row[0] as Int }) ?? 0
    }

    /// The mails whose ids begin with a text, at most eight.
    static func all(beginningWith name: String, in database: Database) throws -> [OutboxMail] {
        try database.query(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, first_attempt_at,
                next_attempt_at, status, last_error, created_at, handed_over_at, bounced_at
            FROM mail WHERE id >= ? AND id < ? ORDER BY id LIMIT 8
            """, name, name + "\u{7F}", map: OutboxMail.init(row:))
    }

    /// The next mail whose time has come, oldest first.
    static func nextDue(now: Timestamp, in database: Database) throws -> OutboxMail? {
        try database.first(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, first_attempt_at,
                next_attempt_at, status, last_error, created_at, handed_over_at, bounced_at
            FROM mail WHERE state = 'waiting' AND next_attempt_at <= ? ORDER BY created_at, rowid LIMIT 1
            """, now, map: OutboxMail.init(row:))
    }

    /// Any other mail whose time has come, best one for another domain.
    ///
    /// By chance, so that a few bad addresses are not asked every time.
    static func anyDue(unlike mail: OutboxMail, now: Timestamp, in database: Database) throws -> OutboxMail? {
        try database.first(
            """
            SELECT id, account_id, kind, recipient, sender, subject, message_id, state, attempts, first_attempt_at,
                next_attempt_at, status, last_error, created_at, handed_over_at, bounced_at
            FROM mail WHERE state = 'waiting' AND next_attempt_at <= ? AND id <> ?
            ORDER BY substr(recipient, instr(recipient, '@')) = substr(?, instr(?, '@')), random() LIMIT 1
            """, now, mail.id, mail.recipient, mail.recipient, map: OutboxMail.init(row:))
    }

    /// The content as it is sealed; nil when the mail waits no more.
    func sealed(in database: Database) throws -> [UInt8]? {
        try database.first(
            "SELECT sealed FROM mail WHERE id = ? AND state = 'waiting'", id, map: { row in try row[0] as [UInt8] })
    }
}
