import Catalogue
package import Codecs
import Mail
package import SQLite

/// What was typed at one of the two doors and not confirmed yet: no person sees it.
///
/// It waits until `AccessCodeHandler` has written the mail with its code, then for the code to be typed. After a day it is
/// forgotten, whatever became of it.
package struct UnconfirmedAccessRequest: Sendable, Identifiable {
    package typealias ID = Identifier<UnconfirmedAccessRequest>

    /// Requests that wait for their mail at a time, at most.
    package static let mostWaiting = 1000
    /// Seconds in which its code has to be typed, from the moment when it was sent: a day.
    package static let patience: Int64 = 86_400
    /// Seconds after which one is dropped whose mail could not be written: half of it, so that the code lives long
    /// enough.
    static let mailPatience = patience / 2

    package let id: ID
    package let email: String
    package let emailKey: String
    let language: Language
    let requester: Requester
    let isProven: Bool
    package let createdAt: Timestamp

    /// When its code ends.
    var endsAt: Timestamp { createdAt + UnconfirmedAccessRequest.patience }
}

extension UnconfirmedAccessRequest: RowDecodable {
    /// Writes down what was typed, with the same work for every address.
    ///
    /// Where too many wait, one of those gives way of whom most wait.
    ///
    /// - Returns: false, with nothing written, when too many wait and nobody has more of them than this requester.
    static func note(
        _ draft: AccessRequest.Draft, from requester: Requester, isProven: Bool, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        guard try makeRoom(for: requester, in: transaction) else { return false }
        try transaction.run(
            """
            INSERT INTO unconfirmed_access_request (email, email_key, name, organisation, language, door, module_id,
                message, network, neighbourhood, is_proven, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, draft.email.description, draft.email.canonical, draft.name.text, draft.organisation.text,
            draft.language,
            draft.door, draft.module, draft.message.text, requester.network, requester.neighbourhood, isProven, now)
        return true
    }

    private static func makeRoom(for requester: Requester, in transaction: borrowing Transaction) throws -> Bool {
        let waiting = try transaction.database.first(
            """
            SELECT count(*), count(*) FILTER (WHERE neighbourhood = ?) FROM unconfirmed_access_request
            WHERE selector IS NULL
            """, requester.neighbourhood
        ) { row in (all: try row.read(Int.self), own: try row.read(Int.self)) }
        guard let waiting, waiting.all >= mostWaiting else { return true }
        let crowd = try transaction.database.first(
            """
            SELECT max(id), count(*) FROM unconfirmed_access_request WHERE selector IS NULL GROUP BY neighbourhood
            ORDER BY count(*) DESC, max(id) DESC LIMIT 1
            """
        ) { row in (newest: try row.read(ID.self), count: try row.read(Int.self)) }
        guard let crowd, crowd.count > waiting.own + 1 else { return false }
        return try transaction.run("DELETE FROM unconfirmed_access_request WHERE id = ?", crowd.newest) == 1
    }

    /// All that wait for their mail, the oldest first.
    package static func waiting(in database: Database) throws -> [UnconfirmedAccessRequest] {
        try database.all(waiting)
    }

    private static let waiting: SQL = """
        SELECT id, email, email_key, language, \(Requester.columns), is_proven, created_at
        FROM unconfirmed_access_request WHERE selector IS NULL ORDER BY created_at, id
        """

    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), email: try row.read(), emailKey: try row.read(), language: try row.read(),
            requester: try Requester(&row), isProven: try row.read(), createdAt: try row.read())
    }

    /// Takes it out: whether it was still there.
    func remove(in transaction: borrowing Transaction) throws -> Bool {
        try transaction.run("DELETE FROM unconfirmed_access_request WHERE id = ?", id) > 0
    }

    /// Takes out what has waited too long for its mail.
    ///
    /// - Returns: how many those were.
    static func removeOverdue(now: Timestamp, in transaction: borrowing Transaction) throws -> Int {
        try transaction.run(
            "DELETE FROM unconfirmed_access_request WHERE selector IS NULL AND created_at <= ?", now + -mailPatience)
    }

    /// Takes out all that is a day old, and what a clock that was wrong has noted; and the mails that carried their
    /// codes.
    ///
    /// - Returns: how many requests those were.
    static func forget(now: Timestamp, in transaction: borrowing Transaction) throws -> Int {
        try transaction.run(
            """
            DELETE FROM mail WHERE kind = 'access-code' AND (created_at > ? OR created_at <= ?
                AND (handed_over_at IS NULL OR handed_over_at <= ?))
            """, now + patience, now + -patience, now + -patience)
        return try transaction.run(
            "DELETE FROM unconfirmed_access_request WHERE created_at <= ? OR created_at > ?", now + -patience,
            now + patience)
    }
}
