// The closures carry labels only because a parameter pack needs one after it; they are written as trailing closures.

extension Database {
    /// All rows of a SELECT, each turned into a `T`.
    ///
    ///     try database.query("SELECT id, name FROM account WHERE role = ?", role) { row in
    ///         Account(id: try row[0], name: try row[1])
    ///     }
    ///
    /// - Parameters:
    ///   - sql: one statement that changes nothing and returns rows.
    ///   - values: one for each placeholder, in order.
    ///   - map: is lent each row in turn.
    /// - Returns: what `map` returned, in the order of the rows.
    /// - Throws: `SQLiteError`, `.range` among them when values and placeholders do not match in number; what `map`
    ///   throws.
    package func query<each V: DatabaseValue, T>(
        _ sql: StaticString, _ values: repeat each V, map: (borrowing Row) throws -> T
    ) throws -> [T] {
        try lease(sql, for: .reading).query(repeat each values, map: map)
    }

    /// The first row of a SELECT, turned into a `T`.
    ///
    /// - Parameters:
    ///   - sql: one statement that changes nothing and returns rows.
    ///   - values: one for each placeholder, in order.
    ///   - map: is lent the row.
    /// - Returns: `nil` when there is no row.
    /// - Throws: as `query`.
    package func first<each V: DatabaseValue, T>(
        _ sql: StaticString, _ values: repeat each V, map: (borrowing Row) throws -> T
    ) throws -> T? {
        try lease(sql, for: .reading).first(repeat each values, map: map)
    }

    /// Hands every row of a SELECT to `body` as it is read, keeping none.
    ///
    /// While it runs it holds on to one state of the database, so that the log of changes cannot be cut back.
    ///
    /// - Parameters:
    ///   - sql: one statement that changes nothing and returns rows.
    ///   - values: one for each placeholder, in order.
    ///   - body: is lent each row in turn; what it throws ends the reading.
    /// - Throws: as `query`.
    package func forEach<each V: DatabaseValue>(
        _ sql: StaticString, _ values: repeat each V, body: (borrowing Row) throws -> Void
    ) throws {
        let lease = try lease(sql, for: .reading)
        try lease.entry.statement.bind(repeat each values)
        try lease.entry.statement.forEachRow(body)
    }
}

extension StatementCache.Lease {
    /// All rows, each turned into a `T`.
    consuming func query<each V: DatabaseValue, T>(
        _ values: repeat each V, map: (borrowing Row) throws -> T
    ) throws -> [T] {
        try entry.statement.bind(repeat each values)
        var result: [T] = []
        try entry.statement.forEachRow { row in result.append(try map(row)) }
        return result
    }

    /// The first row, turned into a `T`.
    consuming func first<each V: DatabaseValue, T>(
        _ values: repeat each V, map: (borrowing Row) throws -> T
    ) throws -> T? {
        try entry.statement.bind(repeat each values)
        return try entry.statement.firstRow(map)
    }
}
