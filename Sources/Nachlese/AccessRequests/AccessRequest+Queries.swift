package import Codecs
import Letters
import Mail
package import SQLite

extension AccessRequest {
    /// All of them, the oldest first.
    package static func all(in database: Database) throws -> [AccessRequest] {
        try database.query(
            """
            SELECT id, reference, door, source, email, name, organisation, language, module_id, message, state,
                created_at, announced_at, reminded_at, noticed_at, decided_at
            FROM access_request ORDER BY created_at, id
            """, map: AccessRequest.init(row:))
    }

    /// All in one state, the oldest first.
    package static func all(_ state: State, in database: Database) throws -> [AccessRequest] {
        try database.query(
            """
            SELECT id, reference, door, source, email, name, organisation, language, module_id, message, state,
                created_at, announced_at, reminded_at, noticed_at, decided_at
            FROM access_request WHERE state = ? ORDER BY created_at, id
            """, state, map: AccessRequest.init(row:))
    }

    package static func find(_ reference: AccessReference, in database: Database) throws -> AccessRequest? {
        try database.first(
            """
            SELECT id, reference, door, source, email, name, organisation, language, module_id, message, state,
                created_at, announced_at, reminded_at, noticed_at, decided_at
            FROM access_request WHERE reference = ?
            """, reference, map: AccessRequest.init(row:))
    }

    /// The request that a mail became.
    package static func find(mail: String, in database: Database) throws -> AccessRequest? {
        try database.first(
            """
            SELECT id, reference, door, source, email, name, organisation, language, module_id, message, state,
                created_at, announced_at, reminded_at, noticed_at, decided_at
            FROM access_request WHERE message_id = ?
            """, mail, map: AccessRequest.init(row:))
    }

    /// The request of that reference.
    ///
    /// - Throws: `AccessRequestError.unknown`, `SQLiteError`.
    package static func get(_ reference: AccessReference, in database: Database) throws -> AccessRequest {
        guard let request = try find(reference, in: database) else { throw AccessRequestError.unknown(reference) }
        return request
    }

    /// How many are in that state.
    package static func count(_ state: State, in database: Database) throws -> Int {
        try database.first(
            "SELECT count(*) FROM access_request WHERE state = ?", state,
            map: { (row: borrowing Row) in try row[0] as Int }) ?? 0
    }

    /// Until when its decision can be taken back; nil: not any more, or there is none.
    package func undoableUntil(now: Timestamp, in database: Database) throws -> Timestamp? {
        guard let decision = try AccessDecision.find(id, in: database), let mail = decision.mail, now < decision.finalAt
        else { return nil }
        let found = try OutboxMail.find(mail, in: database)
        return found?.state == .waiting && found?.firstAttemptAt == nil ? decision.finalAt : nil
    }

    static func get(_ id: ID, in database: Database) throws -> AccessRequest {
        let found = try database.first(
            """
            SELECT id, reference, door, source, email, name, organisation, language, module_id, message, state,
                created_at, announced_at, reminded_at, noticed_at, decided_at
            FROM access_request WHERE id = ?
            """, id, map: AccessRequest.init(row:))
        guard let found else { throw AccessRequestError.gone }
        return found
    }

    /// Reads the columns that every query of requests begins with.
    init(row: borrowing Row) throws {
        let stored: String = try row[4]
        let reference: AccessReference = try row[1]
        guard let email = try? EmailAddress(stored) else { throw AccessRequestError.damagedAddress(reference) }
        self.init(
            id: try row[0], reference: reference, door: try row[2], source: try row[3], email: email, name: try row[5],
            organisation: try row[6], language: try row[7], module: try row[8], message: try row[9],
            state: try row[10], createdAt: try row[11], announcedAt: try row[12], remindedAt: try row[13],
            noticedAt: try row[14], decidedAt: try row[15])
    }
}
