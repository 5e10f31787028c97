package import Codecs
import Letters
import Mail
package import SQLite

extension AccessRequest: RowDecodable {
    private static let columns: SQL = """
        id, reference, email, door, source, name, organisation, language, module_id, message, state, created_at,
        announced_at, reminded_at, noticed_at, decided_at
        """
    private static let all: SQL = "SELECT \(columns) FROM access_request ORDER BY created_at, id"
    private static let inState: SQL = "SELECT \(columns) FROM access_request WHERE state = ? ORDER BY created_at, id"
    private static let ofReference: SQL = "SELECT \(columns) FROM access_request WHERE reference = ?"
    private static let ofMail: SQL = "SELECT \(columns) FROM access_request WHERE message_id = ?"
    private static let ofID: SQL = "SELECT \(columns) FROM access_request WHERE id = ?"

    /// All of them, the oldest first.
    package static func all(in database: Database) throws -> [AccessRequest] {
        try database.all(all)
    }

    /// All in one state, the oldest first.
    package static func all(_ state: State, in database: Database) throws -> [AccessRequest] {
        try database.all(inState, state)
    }

    package static func find(_ reference: AccessReference, in database: Database) throws -> AccessRequest? {
        try database.first(ofReference, reference)
    }

    /// The request that a mail became.
    package static func find(mail: String, in database: Database) throws -> AccessRequest? {
        try database.first(ofMail, mail)
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
        try database.count("SELECT count(*) FROM access_request WHERE state = ?", state)
    }

    /// Until when its decision can be taken back; nil: not any more, or there is none.
    package func undoableUntil(now: Timestamp, in database: Database) throws -> Timestamp? {
        guard let decision = try AccessDecision.find(id, in: database), let mail = decision.mail, now < decision.finalAt
        else { return nil }
        let found = try OutboxMail.find(mail, in: database)
        return found?.state == .waiting && found?.firstAttemptAt == nil ? decision.finalAt : nil
    }

    static func get(_ id: ID, in database: Database) throws -> AccessRequest {
        guard let found: AccessRequest = try database.first(ofID, id) else { throw AccessRequestError.gone }
        return found
    }

    package init(_ row: inout RowReader) throws {
        let id = try row.read(ID.self)
        let reference = try row.read(AccessReference.self)
        guard let email = try? EmailAddress(try row.read(String.self)) else {
            throw AccessRequestError.damagedAddress(reference)
        }
        self.init(
            id: id, reference: reference, door: try row.read(), source: try row.read(), email: email,
            name: try row.read(), organisation: try row.read(), language: try row.read(), module: try row.read(),
            message: try row.read(), state: try row.read(), createdAt: try row.read(), announcedAt: try row.read(),
            remindedAt: try row.read(), noticedAt: try row.read(), decidedAt: try row.read())
    }
}
