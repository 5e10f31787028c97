extension Database {
    /// Makes changes that happen all or not at all.
    ///
    /// It begins with `BEGIN IMMEDIATE`, which waits for another writer as long as the busy timeout says, and returns
    /// when the commit is on the disk. When `body` throws, nothing has happened.
    ///
    /// - Parameter body: is lent the right to make changes.
    /// - Returns: what `body` returned.
    /// - Throws: what `body` throws; `.misuse` inside another transaction or snapshot; `.busy`; `.full`; `.ioError`;
    ///   `.constraintForeignKey` from a deferred constraint.
    @discardableResult
    package func transaction<R>(_ body: (borrowing Transaction) throws -> R) throws -> R {
        guard !isInTransaction else {
            throw SQLiteError(.misuse, "a transaction cannot begin inside another transaction or a snapshot")
        }
        try control("BEGIN IMMEDIATE")
        return try finish { try body(Transaction(on: self)) }
    }

    /// Reads several times and sees the same state of the database each time.
    ///
    /// Inside a transaction or another snapshot it is part of that.
    ///
    /// - Parameter body: reads.
    /// - Returns: what `body` returned.
    /// - Throws: what `body` throws; `SQLiteError`.
    package func snapshot<R>(_ body: () throws -> R) throws -> R {
        if isInTransaction { return try body() }
        try control("BEGIN")
        return try finish(body)
    }

    private func finish<R>(_ body: () throws -> R) throws -> R {
        do {
            let result = try body()
            try requireTransaction()
            try control("COMMIT")
            return result
        } catch {
            // SQLite has rolled back by itself after some errors, a full disk among them.
            if isInTransaction { try? control("ROLLBACK") }
            throw error
        }
    }
}
