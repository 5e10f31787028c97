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
                try value("PRAGMA wal_checkpoint(TRUNCATE)", for: .controlling)
            }
            return !isBusy
        } catch {
            if error.isBusy { return false }
            throw error
        }
    }
}
