package import Codecs
package import SQLite

extension Presentation {
    /// Stores title, speaker, organisation, audience and language as they are now.
    package func save(in transaction: borrowing Transaction) throws {
        try transaction.run(
            "UPDATE presentation SET title = ?, speaker = ?, organisation = ?, audience = ?, language = ? WHERE id = ?",
            title, speaker, organisation, audience, language, id)
    }

    /// Puts a corrected file in the place of the present one, which stays as an older version.
    package mutating func replaceFile(
        name: FileName, mediaType: String, content: StoredFile, now: Timestamp, in transaction: borrowing Transaction
    ) throws {
        file = try Presentation.addVersion(
            file.number + 1, name: name, mediaType: mediaType, content: content, to: id, now: now, in: transaction)
    }

    /// Takes the presentation off the list; its address answers 410.
    ///
    /// - Throws: `PresentationError.alreadyWithdrawn`, `SQLiteError`.
    package mutating func withdraw(now: Timestamp, in transaction: borrowing Transaction) throws {
        guard withdrawnAt == nil else { throw PresentationError.alreadyWithdrawn }
        try transaction.run("UPDATE presentation SET withdrawn_at = ? WHERE id = ?", now, id)
        withdrawnAt = now
    }

    /// Removes the presentation with all its versions.
    ///
    /// Their files are the file store's to clear afterwards.
    package func remove(in transaction: borrowing Transaction) throws {
        try transaction.run("DELETE FROM presentation WHERE id = ?", id)
    }

    /// Sets the order in which a module lists its presentations.
    ///
    /// `order`: every presentation of the module exactly once.
    /// - Throws: `PresentationError.incompleteOrder`, `SQLiteError`.
    package static func order(_ order: [ID], of module: Module, in transaction: borrowing Transaction) throws {
        let present = try all(of: module.id, in: transaction.database).map(\.id)
        guard order.count == present.count, Set(order) == Set(present) else {
            throw PresentationError.incompleteOrder(module: module.slug, has: present)
        }
        for (index, id) in order.enumerated() {
            try transaction.run("UPDATE presentation SET position = ? WHERE id = ?", index + 1, id)
        }
    }

    static func addVersion(
        _ number: Int, name: FileName, mediaType: String, content: StoredFile, to presentation: ID, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> FileVersion {
        let id = try transaction.insert(
            """
            INSERT INTO file_version (presentation_id, number, name, media_type, size, sha256, crc32, added_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, presentation, number, name, mediaType, content.size, content.digest, Int64(content.crc32), now)
        return FileVersion(
            id: FileVersion.ID(rawValue: id), number: number, name: name, mediaType: mediaType, content: content,
            addedAt: now)
    }
}
