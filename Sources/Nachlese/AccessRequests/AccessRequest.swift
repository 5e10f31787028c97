package import Catalogue
package import Codecs
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
