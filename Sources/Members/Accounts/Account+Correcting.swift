package import Catalogue
package import Codecs
package import SQLite

extension Account {
    /// Stores what its owner says of themselves; the rest stays as it is.
    package static func correct(
        _ id: ID, name: Label, organisation: Label, language: Language, in transaction: borrowing Transaction
    ) throws {
        try transaction.run(
            "UPDATE account SET name = ?, organisation = ?, language = ? WHERE id = ?", name.text, organisation.text,
            language, id)
    }
}
