package import Catalogue
package import Codecs
package import Mail
package import SQLite

/// A person who may sign in.
package struct Account: Sendable, Identifiable {
    package typealias ID = Identifier<Account>

    package let id: ID
    package var email: EmailAddress
    package var name: String
    package var organisation: String
    /// The language of mails to this person.
    package var language: Language
    /// After this moment nobody signs in to it any more; nil: no end.
    package var expiresAt: Timestamp?
    package internal(set) var revokedAt: Timestamp?
    package let createdAt: Timestamp

    /// Whether its owner may sign in at that moment.
    package func isActive(at now: Timestamp) -> Bool {
        guard revokedAt == nil else { return false }
        guard let expiresAt else { return true }
        return now < expiresAt
    }

    /// Stores what its owner says of themselves; the rest stays as it is.
    package static func correct(
        _ id: ID, name: Label, organisation: Label, language: Language, in transaction: borrowing Transaction
    ) throws {
        try transaction.run(
            "UPDATE account SET name = ?, organisation = ?, language = ? WHERE id = ?", name.text, organisation.text,
            language, id)
    }

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

extension Account: RowDecodable {
    static let columns: SQL = """
        account.id, account.email, account.name, account.organisation, account.language, account.expires_at,
        account.revoked_at, account.created_at
        """
    private static let all: SQL = "SELECT \(columns) FROM account ORDER BY name COLLATE NOCASE, id"
    private static let ofAddress: SQL = "SELECT \(columns) FROM account WHERE email_key = ?"
    private static let ofID: SQL = "SELECT \(columns) FROM account WHERE id = ?"

    /// What a new account is made from.
    package struct Draft: Sendable {
        package var email: EmailAddress
        package var name: Label
        package var organisation: Label
        package var language: Language
        package var expiresAt: Timestamp?

        package init(
            email: EmailAddress, name: Label, organisation: Label, language: Language, expiresAt: Timestamp?
        ) {
            self.email = email
            self.name = name
            self.organisation = organisation
            self.language = language
            self.expiresAt = expiresAt
        }
    }

    /// Adds an account that has no password yet.
    ///
    /// - Throws: `AccountError.exists`, `SQLiteError`.
    package static func add(
        _ draft: Draft, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Account {
        guard try find(draft.email, in: transaction.database) == nil else {
            throw AccountError.exists(draft.email)
        }
        let id = try transaction.insert(
            """
            INSERT INTO account (email, email_key, name, organisation, language, expires_at, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, draft.email.description, draft.email.canonical, draft.name.text, draft.organisation.text,
            draft.language, draft.expiresAt, now)
        return Account(
            id: ID(rawValue: id), email: draft.email, name: draft.name.text, organisation: draft.organisation.text,
            language: draft.language, expiresAt: draft.expiresAt, revokedAt: nil, createdAt: now)
    }

    /// All accounts by name.
    package static func all(in database: Database) throws -> [Account] {
        try database.all(all)
    }

    package static func find(_ email: EmailAddress, in database: Database) throws -> Account? {
        try database.first(ofAddress, email.canonical)
    }

    package static func find(_ id: ID, in database: Database) throws -> Account? {
        try database.first(ofID, id)
    }

    /// The account of that address.
    ///
    /// - Throws: `AccountError.unknown`, `SQLiteError`.
    package static func get(_ email: EmailAddress, in database: Database) throws -> Account {
        guard let account = try find(email, in: database) else { throw AccountError.unknown(email) }
        return account
    }

    /// Lifts a revocation; a new initial password is needed to sign in again.
    package mutating func restore(in transaction: borrowing Transaction) throws {
        try transaction.run("UPDATE account SET revoked_at = NULL WHERE id = ?", id)
        revokedAt = nil
    }

    /// Stores everything that can be changed, as it is now.
    package func save(in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE account SET email = ?, email_key = ?, name = ?, organisation = ?, language = ?, expires_at = ?
            WHERE id = ?
            """, email.description, email.canonical, name, organisation, language, expiresAt, id)
    }

    package init(_ row: inout RowReader) throws {
        let id = try row.read(ID.self)
        guard let email = try? EmailAddress(try row.read(String.self)) else {
            throw AccountError.damagedAddress(account: id)
        }
        self.init(
            id: id, email: email, name: try row.read(), organisation: try row.read(), language: try row.read(),
            expiresAt: try row.read(), revokedAt: try row.read(), createdAt: try row.read())
    }
}

/// Why something about an account could not be done.
package enum AccountError: Error, Equatable {
    case exists(EmailAddress)
    case unknown(EmailAddress)
    case alreadyRevoked(EmailAddress)
    /// A revoked account gets a password again only when that is asked for.
    case revoked(EmailAddress)
    case expired(EmailAddress)
    /// The stored address of this account is no address: the database was changed from outside.
    case damagedAddress(account: Account.ID)
}
