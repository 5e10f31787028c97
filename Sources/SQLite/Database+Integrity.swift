extension Database {
    /// Examines the whole file and all foreign keys; takes time in proportion to the file.
    ///
    /// - Returns: a sentence for each finding, at most a hundred about the file itself; empty when all is sound.
    /// - Throws: `SQLiteError` when it cannot be examined for another reason than damage.
    package func checkIntegrity() throws(SQLiteError) -> [String] {
        do {
            return try snapshot {
                let pages: [String] = try query("PRAGMA integrity_check") { row in try row[0] }
                return pages.filter { $0 != "ok" } + (try brokenReferences())
            }
        } catch let error as SQLiteError where error.isCorrupt {
            return ["The check had to stop: \(error.message)."]
        } catch let error as SQLiteError {
            throw error
        } catch {
            throw SQLiteError(.error, "\(error)")
        }
    }

    /// A sentence for each row that refers to one that is not there.
    func brokenReferences() throws -> [String] {
        try query("PRAGMA foreign_key_check") { row in
            let table: String = try row[0]
            let number: Int64? = try row[1]
            let parent: String = try row[2]
            let which = number.map { "Row \($0)" } ?? "A row"
            return "\(which) of table \(table) refers to a row of table \(parent) that does not exist."
        }
    }
}
