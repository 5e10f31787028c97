import Catalogue
package import Codecs
import Mail
package import SQLite

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
