import Codecs
package import SQLite

extension Account {
    /// Notes that its owner was in, the first time.
    static func markSignedIn(_ id: ID, now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            "UPDATE account SET first_signed_in_at = ? WHERE id = ? AND first_signed_in_at IS NULL", now, id)
    }

    /// Whether nobody ever made a password for it, and its owner was never in.
    package static func hasNoPassword(_ id: ID, in database: Database) throws -> Bool {
        try database.exists(
            """
            SELECT 1 FROM account WHERE id = ? AND first_signed_in_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM credential WHERE account_id = account.id)
                AND NOT EXISTS (SELECT 1 FROM mail WHERE account_id = account.id
                    AND kind IN ('credentials', 'new-credentials'))
            """, id)
    }
}
