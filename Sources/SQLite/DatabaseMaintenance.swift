import CSQLite
package import SystemPackage

// MARK: Backup

extension Database {
    /// Writes one state of the database to a new file, of mode 0600, while others go on reading and writing.
    ///
    /// The copy needs no other file beside it, and is on the disk when this returns.
    ///
    /// - Parameter path: where nothing may be yet.
    /// - Throws: `.cannotOpen` when there is something, or the folder is missing or refuses; `.misuse` inside a
    ///   transaction; `.full`; `.ioError`. Nothing is left of the file then.
    package func backup(to path: FilePath) throws(SQLiteError) {
        if isInTransaction { throw SQLiteError(.misuse, "no backup inside a transaction or a snapshot") }
        let file = DatabaseFile(path)
        guard try file.create() else { throw SQLiteError(.cannotOpen, "\(path) exists already") }
        do throws(SQLiteError) {
            try write(to: file)
            try file.synchroniseFolder()
        } catch {
            file.remove()
            throw error
        }
    }

    private func write(to file: DatabaseFile) throws(SQLiteError) {
        let copy = try Connection(file: file, flags: SQLITE_OPEN_READWRITE)
        try copy.harden()
        try copy.execute("PRAGMA synchronous=EXTRA")
        try connection.copy(to: copy)
        // The header was copied, too: without this a reader of the copy would need a writable folder for its WAL.
        try copy.execute("PRAGMA journal_mode=DELETE")
    }
}

// MARK: Integrity

extension Database {
    /// Examines the whole file and all foreign keys; takes time in proportion to the file.
    ///
    /// - Returns: a sentence for each finding, at most a hundred about the file itself; empty when all is sound.
    /// - Throws: `SQLiteError` when it cannot be examined for another reason than damage.
    package func checkIntegrity() throws(SQLiteError) -> [String] {
        do {
            return try snapshot {
                let pages: [String] = try all("PRAGMA integrity_check")
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
        try all("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check") { row in
            let table = try row.read(String.self)
            let number = try row.read(Int64?.self)
            let parent = try row.read(String.self)
            let which = number.map { "Row \($0)" } ?? "A row"
            return "\(which) of table \(table) refers to a row of table \(parent) that does not exist."
        }
    }
}

// MARK: Log

extension Database {
    /// Brings the log of changes (the WAL file) into the database file and cuts it to nothing, so that what was
    /// overwritten there is in no file any more (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).
    ///
    /// It never waits: while others read an older state, or write, nothing is cut.
    ///
    /// - Returns: whether the log is empty now; always for a database without one.
    /// - Throws: `.misuse` inside a transaction or a snapshot; `.full`; `.ioError`.
    package func truncateLog() throws(SQLiteError) -> Bool {
        if isInTransaction { throw SQLiteError(.misuse, "the log cannot be cut inside a transaction or a snapshot") }
        do throws(SQLiteError) {
            let isBusy: Bool = try withoutWaiting { () throws(SQLiteError) in
                try controlledValue("PRAGMA wal_checkpoint(TRUNCATE)")
            }
            return !isBusy
        } catch {
            if error.isBusy { return false }
            throw error
        }
    }
}
