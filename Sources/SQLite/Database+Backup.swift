import CSQLite
package import SystemPackage

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
