import Codecs
import SQLite
import Secrets

/// The code of an unconfirmed request, from its mail until a day is over.
enum AccessCode {
    /// Wrong tries after which it is dead.
    static let mostTries = 5
    /// Seconds by which the clock may have been put back since it was sent.
    private static let tolerance: Int64 = 3600

    /// Gives a request its code.
    ///
    /// - Returns: nil when it waits for none any more.
    static func give(
        to request: UnconfirmedAccessRequest, key: SealingKey, in transaction: borrowing Transaction
    ) throws -> ConfirmationCode? {
        var code = ConfirmationCode()
        // Of a million selectors, few are in use at a time.
        while try find(code, in: transaction.database) != nil { code = ConfirmationCode() }
        let changed = try transaction.run(
            "UPDATE unconfirmed_access_request SET selector = ?, code_tag = ? WHERE id = ? AND selector IS NULL",
            code.selector, tag(of: code, key: key), request.id)
        return changed == 1 ? code : nil
    }

    /// Takes a typed code: the request that it confirms is filed, and from then on people see it.
    ///
    /// The same code typed again tells the same reference. Where the office has an open request of that address about
    /// that module already, nothing is filed, and its reference is told.
    ///
    /// - Returns: the reference; nil for a code that is wrong, or does not hold any more: nobody needs to tell that apart.
    static func confirm(
        _ code: ConfirmationCode, key: SealingKey, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> AccessReference? {
        let tag = tag(of: code, key: key)
        // Whether the disk is waited for must not tell which codes there are.
        try transaction.run("UPDATE code_count SET tries = tries + 1")
        guard let entry = try find(code, in: transaction.database), entry.holds(at: now) else { return nil }
        guard constantTimeEquals(entry.tag, tag) else {
            try countWrongTry(at: entry, in: transaction)
            return nil
        }
        if let reference = entry.reference { return reference }
        guard let draft = entry.draft else { return nil }
        let request = try AccessRequest.fileOnce(draft, now: now, in: transaction)
        try transaction.run(
            """
            UPDATE unconfirmed_access_request SET email = '', email_key = '', name = '', organisation = '', message = '',
                module_id = NULL, reference = ?
            WHERE id = ?
            """, request.reference, entry.id)
        return request.reference
    }

    private static func tag(of code: ConfirmationCode, key: SealingKey) -> [UInt8] {
        key.tag(of: code.grouped, purpose: "access code")
    }

    /// A dead code is gone with all that it would have confirmed.
    private static func countWrongTry(at entry: Entry, in transaction: borrowing Transaction) throws {
        if entry.tries + 1 >= mostTries {
            try transaction.run("DELETE FROM unconfirmed_access_request WHERE id = ?", entry.id)
        } else {
            try transaction.run("UPDATE unconfirmed_access_request SET tries = tries + 1 WHERE id = ?", entry.id)
        }
    }

    private struct Entry: RowDecodable {
        let id: UnconfirmedAccessRequest.ID
        let tag: [UInt8]
        let tries: Int
        let reference: AccessReference?
        let createdAt: Timestamp
        /// nil once it is confirmed.
        let draft: AccessRequest.Draft?

        func holds(at now: Timestamp) -> Bool {
            let age = now.seconds(since: createdAt)
            return age >= -tolerance && age < UnconfirmedAccessRequest.patience
        }

        init(_ row: inout RowReader) throws {
            id = try row.read()
            tag = try row.read()
            tries = try row.read()
            reference = try row.read()
            createdAt = try row.read()
            if reference == nil {
                draft = try AccessRequest.Draft(&row)
            } else {
                draft = nil
                row.skipRest()
            }
        }
    }

    private static func find(_ code: ConfirmationCode, in database: Database) throws -> Entry? {
        try database.first(entry, code.selector)
    }

    private static let entry: SQL = """
        SELECT id, code_tag, tries, reference, created_at, \(AccessRequest.Draft.columns)
        FROM unconfirmed_access_request WHERE selector = ?
        """
}
