package import Catalogue
package import Codecs
import Letters
package import Mail
package import SQLite

/// Somebody without access asks the office for it.
///
/// It exists as soon as a person may see it: its address was confirmed by a typed code, or it came by mail, which proves
/// no address.
package struct AccessRequest: Sendable, Identifiable {
    package typealias ID = Identifier<AccessRequest>

    /// By which of the two doors.
    package enum Door: String, DatabaseValue, CaseIterable, Sendable {
        /// "I took part and have no password."
        case tookPart = "took-part"
        /// "I only want the slides": a guest, whose admission ends.
        case slides
    }

    package enum Source: String, DatabaseValue, CaseIterable, Sendable {
        case form
        /// The address is the one that the mail said it was from; nobody has proven it.
        case mail
    }

    package enum State: String, DatabaseValue, CaseIterable, Sendable {
        case open
        case accepted
        case declined
    }

    package let id: ID
    package let reference: AccessReference
    package let door: Door
    package let source: Source
    package let email: EmailAddress
    package let name: String
    package let organisation: String
    package let language: Language
    /// What it is about; nil: nothing was said, or the module is gone.
    package let module: Module.ID?
    /// As typed, made safe by `AccessMessage`; of several lines.
    package let message: String
    package let state: State
    package let createdAt: Timestamp
    package let announcedAt: Timestamp?
    package let remindedAt: Timestamp?
    /// When the office was told that it is about to be forgotten.
    let noticedAt: Timestamp?
    package let decidedAt: Timestamp?

    /// Whether whoever asks is known to read mails at the address.
    package var isAddressConfirmed: Bool { source == .form }
}

extension AccessRequest {
    /// What a request is made from.
    package struct Draft: Sendable {
        package var door: Door
        package var source: Source
        package var email: EmailAddress
        package var name: Label
        package var organisation: Label
        package var language: Language
        package var module: Module.ID?
        package var message: AccessMessage

        package init(
            door: Door, source: Source, email: EmailAddress, name: Label, organisation: Label = Label(),
            language: Language, module: Module.ID? = nil, message: AccessMessage = AccessMessage()
        ) {
            self.door = door
            self.source = source
            self.email = email
            self.name = name
            self.organisation = organisation
            self.language = language
            self.module = module
            self.message = message
        }
    }

    /// Puts a request before the office, open.
    ///
    /// Whoever confirms the same wish at the same address again while it is open brings it up to date; the office sees
    /// it once.
    ///
    /// - Parameters:
    ///   - draft: what was typed.
    ///   - mail: the identifier of the mail it came by; one that was filed before gives the request of then.
    ///   - now: the moment of it.
    ///   - transaction: the one that confirms the address, where there is one.
    /// - Returns: the request as it stands there.
    /// - Throws: `SQLiteError`.
    package static func file(
        _ draft: Draft, mail: String? = nil, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> AccessRequest {
        if let mail, let known = try find(mail: mail, in: transaction.database) { return known }
        if draft.source == .form, let present = try open(like: draft, in: transaction.database) {
            try transaction.run(
                "UPDATE access_request SET name = ?, organisation = ?, language = ?, message = ? WHERE id = ?",
                draft.name.text, draft.organisation.text, draft.language, draft.message.text, present)
            return try get(present, in: transaction.database)
        }
        let reference = try AccessReference.next(now: now, in: transaction)
        let id = try transaction.insert(
            """
            INSERT INTO access_request (reference, door, source, email, email_key, name, organisation, language,
                module_id, message, message_id, state, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)
            """, reference, draft.door, draft.source, draft.email.description, draft.email.canonical, draft.name.text,
            draft.organisation.text, draft.language, draft.module, draft.message.text, mail, now)
        return try get(ID(rawValue: id), in: transaction.database)
    }

    /// Writes a further text below what was typed, as far as there is room.
    func add(_ more: AccessMessage, in transaction: borrowing Transaction) throws -> AccessRequest {
        let text = AccessMessage("\(message)\n\n\(more.text)").text
        try transaction.run("UPDATE access_request SET message = ? WHERE id = ?", text, id)
        return try AccessRequest.get(id, in: transaction.database)
    }

    /// The open request of the form with the same address, door and module.
    private static func open(like draft: Draft, in database: Database) throws -> ID? {
        try database.first(
            """
            SELECT id FROM access_request
            WHERE email_key = ? AND state = 'open' AND source = 'form' AND door = ? AND module_id IS ?
            """, draft.email.canonical, draft.door, draft.module)
    }
}

extension AccessRequest {
    /// Files what came by one of the doors.
    ///
    /// An open request of the same address about the same module is brought up to date, though it came by the other
    /// door: whoever took the wrong one and tries again is one request to the office.
    ///
    /// - Returns: the request as the office sees it.
    /// - Throws: `SQLiteError`.
    package static func fileOnce(
        _ draft: Draft, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> AccessRequest {
        try transaction.run(
            """
            UPDATE access_request SET door = ?
            WHERE email_key = ? AND module_id IS ? AND state = 'open' AND source = 'form'
            """, draft.door, draft.email.canonical, draft.module)
        return try file(draft, now: now, in: transaction)
    }
}

extension AccessRequest.Draft: RowDecodable {
    /// Of what was typed into the form.
    static let columns: SQL = "door, email, name, organisation, language, module_id, message"

    /// All of it in one text, to tell one from another.
    var content: String {
        [
            email.description, name.text, organisation.text, language.rawValue, door.rawValue,
            module?.description ?? "", message.text,
        ].map { "\($0.utf8.count):\($0)" }.joined()
    }

    package init(_ row: inout RowReader) throws {
        self.init(
            door: try row.read(), source: .form, email: try EmailAddress(try row.read()),
            name: try Label(try row.read()), organisation: try Label(try row.read(), allowsEmpty: true),
            language: try row.read(), module: try row.read(), message: AccessMessage(try row.read()))
    }
}

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

extension AccessRequest {
    /// - Throws: `AccessRequestError.decided` for one that is not open.
    func requireOpen() throws {
        guard state == .open else { throw AccessRequestError.decided(self) }
    }

    /// Notes the decision.
    func decide(
        _ state: State, _ decision: AccessDecision, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> AccessRequest {
        try transaction.run("UPDATE access_request SET state = ?, decided_at = ? WHERE id = ?", state, now, id)
        try decision.add(in: transaction)
        return try AccessRequest.get(id, in: transaction.database)
    }

    /// Puts it before the office again.
    func reopen(in transaction: borrowing Transaction) throws -> AccessRequest {
        try transaction.run("UPDATE access_request SET state = 'open', decided_at = NULL WHERE id = ?", id)
        return try AccessRequest.get(id, in: transaction.database)
    }
}

/// Why something about a request for access could not be done.
package enum AccessRequestError: Error {
    case unknown(AccessReference)
    /// It vanished meanwhile.
    case gone
    /// Its stored address is no address: the database was changed from outside.
    case damagedAddress(AccessReference)
    /// It was decided on already.
    case decided(AccessRequest)
    /// It is open, so that there is nothing to take back.
    case undecided(AccessReference)
    /// It names no module to admit to.
    case noModule(AccessReference)
    /// It cannot be taken back any more; the moment is when that ended.
    case tooLate(AccessRequest, Timestamp?)
    /// The account that it made was used or changed meanwhile.
    case accountInUse(AccessRequest)
}
