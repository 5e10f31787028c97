package import Codecs
import Letters
package import Mail
import Members
package import SQLite

/// Somebody asked for new credentials of an address, known or not: a row until `CredentialRequestHandler` has seen to it.
package struct CredentialRequest: Sendable, Identifiable {
    package typealias ID = Identifier<CredentialRequest>

    /// Requests that wait at a time, at most.
    package static let mostWaiting = 1000
    /// Seconds after which one that still waits is dropped: a day.
    package static let patience: Int64 = 86_400

    package let id: ID
    /// The address, as accounts are compared.
    package let emailKey: String
    let requester: Requester
    package let createdAt: Timestamp
}

extension CredentialRequest: RowDecodable {
    /// Writes the request down, with the same work for every address.
    ///
    /// An address that waits already is written anew in its place, so that the disk is waited for in any case: whether
    /// an earlier request has been seen to, which takes longer for some addresses than for others, shows in no answer.
    /// Where too many wait, one of those gives way of whom most wait, so that no flood shuts out who comes from elsewhere.
    ///
    /// - Returns: false, with nothing written, when too many wait and nobody has more of them than this requester.
    package static func note(
        _ address: EmailAddress, from requester: Requester, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Bool {
        guard try makeRoom(for: requester, in: transaction) else { return false }
        try transaction.run(
            """
            INSERT OR REPLACE INTO credential_request (email_key, network, neighbourhood, created_at)
            VALUES (?, ?, ?,
                coalesce((SELECT created_at FROM credential_request WHERE email_key = ? AND network = ?), ?))
            """, address.canonical, requester.network, requester.neighbourhood, address.canonical, requester.network,
            now)
        return true
    }

    private static func makeRoom(for requester: Requester, in transaction: borrowing Transaction) throws -> Bool {
        let waiting = try transaction.database.first(
            "SELECT count(*), count(*) FILTER (WHERE neighbourhood = ?) FROM credential_request",
            requester.neighbourhood
        ) { row in (all: try row.read(Int.self), own: try row.read(Int.self)) }
        guard let waiting, waiting.all >= mostWaiting else { return true }
        let crowd = try transaction.database.first(
            """
            SELECT max(id), count(*) FROM credential_request GROUP BY neighbourhood
            ORDER BY count(*) DESC, max(id) DESC LIMIT 1
            """
        ) { row in (newest: try row.read(ID.self), count: try row.read(Int.self)) }
        guard let crowd, crowd.count > waiting.own + 1 else { return false }
        return try transaction.run("DELETE FROM credential_request WHERE id = ?", crowd.newest) == 1
    }

    /// All that wait, the oldest first.
    package static func all(in database: Database) throws -> [CredentialRequest] {
        try database.all(all)
    }

    private static let all: SQL = """
        SELECT id, email_key, \(Requester.columns), created_at FROM credential_request ORDER BY created_at, id
        """

    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), emailKey: try row.read(), requester: try Requester(&row), createdAt: try row.read())
    }

    /// Takes it out, with what else waits for the address: whether it was still there.
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
            try Allowance.isLeft(for: account.id, now: now, in: database)
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
    enum Allowance {
        /// Whether one more may be sent.
        static func isLeft(for account: Account.ID, now: Timestamp, in database: Database) throws -> Bool {
            let found = try database.first(
                """
                SELECT count(*), max(created_at) FROM mail
                WHERE account_id = ? AND created_at > ? AND created_at <= ? AND kind = ?
                """, account, now + -86_400, now, OutboxMail.Kind.newCredentials
            ) { row in (count: try row.read(Int.self), newest: try row.read(Timestamp?.self)) }
            guard let found, let newest = found.newest else { return true }
            return found.count < RequestedMail.mostPerDay && now.seconds(since: newest) >= RequestedMail.pause
        }
    }
}
