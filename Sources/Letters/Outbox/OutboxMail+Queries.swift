import Codecs
package import SQLite

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
