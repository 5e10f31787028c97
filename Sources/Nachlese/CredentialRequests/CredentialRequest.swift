package import Mail
package import SQLite

/// Somebody asked for new credentials of an address, known or not: a row until `CredentialClerk` has seen to it.
package struct CredentialRequest: Sendable {
    /// Requests that wait at a time, at most; beyond it new ones are not taken.
    package static let mostWaiting = 1000
    /// Seconds after which one that still waits is dropped: a day.
    package static let patience: Int64 = 86_400

    /// The address, as accounts are compared.
    package let emailKey: String
    package let createdAt: Timestamp
}

extension CredentialRequest {
    /// Writes the request down, with the same work for every address.
    ///
    /// An address that waits already is written anew in its place, so that the disk is waited for in any case: whether
    /// an earlier request has been seen to, which takes longer for some addresses than for others, shows in no answer.
    ///
    /// - Returns: false, with nothing written, when too many wait.
    package static func note(
        _ address: EmailAddress, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Bool {
        let waiting = try transaction.database.first(
            "SELECT count(*) FROM credential_request", map: { (row: borrowing Row) in try row[0] as Int })
        guard waiting ?? 0 < mostWaiting else { return false }
        try transaction.run(
            """
            INSERT OR REPLACE INTO credential_request (email_key, created_at)
            VALUES (?, coalesce((SELECT created_at FROM credential_request WHERE email_key = ?), ?))
            """, address.canonical, address.canonical, now)
        return true
    }

    /// All that wait, the oldest first.
    package static func all(in database: Database) throws -> [CredentialRequest] {
        try database.query(
            "SELECT email_key, created_at FROM credential_request ORDER BY created_at, id",
            map: { (row: borrowing Row) in
                CredentialRequest(emailKey: try row[0], createdAt: try row[1])
            })
    }

    /// Takes it out: whether it was still there.
    func remove(in transaction: borrowing Transaction) throws -> Bool {
        try transaction.run("DELETE FROM credential_request WHERE email_key = ?", emailKey) > 0
    }

    /// Takes out what has waited too long.
    ///
    /// - Returns: how many those were.
    static func removeOutdated(now: Timestamp, in transaction: borrowing Transaction) throws -> Int {
        try transaction.run("DELETE FROM credential_request WHERE created_at <= ?", now + -patience)
    }

    /// The account that is to get new credentials: one that may sign in and has not asked too often.
    func recipient(now: Timestamp, in database: Database) throws -> Account? {
        guard let account = try account(in: database), account.isActive(at: now),
            try Allowance(of: account.id, now: now, in: database).isLeft(at: now)
        else { return nil }
        return account
    }

    /// The account of the address, whatever its state.
    func account(in database: Database) throws -> Account? {
        try (try? EmailAddress(emailKey)).flatMap { try Account.find($0, in: database) }
    }
}

extension CredentialRequest {
    /// How often an account was sent new credentials on request lately.
    ///
    /// So that nobody can fill another's mailbox; it locks nothing, since each of these mails works.
    struct Allowance {
        /// Such mails in a day, at most.
        static let mostPerDay = 3
        /// Seconds between two of them, at least.
        static let pause: Int64 = 300

        private let count: Int
        private let newest: Timestamp?

        init(of account: Account.ID, now: Timestamp, in database: Database) throws {
            let found = try database.first(
                """
                SELECT count(*), max(created_at) FROM mail
                WHERE account_id = ? AND created_at > ? AND kind = ?
                """, account, now + -86_400, OutboxMail.Kind.newCredentials,
                map: { (row: borrowing Row) in (count: try row[0] as Int, newest: try row[1] as Timestamp?) })
            count = found?.count ?? 0
            newest = found?.newest
        }

        func isLeft(at now: Timestamp) -> Bool {
            guard count < Allowance.mostPerDay else { return false }
            return newest.map { now.seconds(since: $0) >= Allowance.pause } ?? true
        }
    }

    /// How many such mails were written for all accounts in the last hour.
    static func mailsInLastHour(now: Timestamp, in database: Database) throws -> Int {
        try database.first(
            "SELECT count(*) FROM mail WHERE kind = 'new-credentials' AND created_at > ?", now + -3600,
            map: { (row: borrowing Row) in try row[0] as Int }) ?? 0
    }
}
