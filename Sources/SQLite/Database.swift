import CSQLite
package import SystemPackage

/// One connection to a database, for one thread at a time.
///
/// It is not `Sendable`: an actor owns it, and it is handed over with `sending`.
///
/// Statements are `SQL`, made of literals of the program; values are bound to their placeholders. Changes are made only
/// by a `Transaction`.
///
/// Nothing here is concurrent with itself, but all of it is re-entrant: inside a closure that reads rows the same
/// connection may be asked again, by the same SQL too. A transaction is best not begun while rows are being read
/// outside it: when another process has committed since, it fails with `.busySnapshot`.
@safe package final class Database {
    /// Whether a connection may change the database.
    package enum Access: Sendable {
        /// Read and change; the file is created, with mode 0600, when it is missing.
        case readWrite
        /// Read, while others write; the file must be there.
        case readOnly
    }

    let connection: Connection
    /// See `changeStamp`; valid as long as the connection.
    private var walIndex: UnsafeRawPointer?
    private var statements = StatementCache()
    /// How long to wait for locks, in milliseconds.
    private let busyTimeout: Int32

    /// Opens a file.
    ///
    /// `.readWrite` means WAL, `synchronous=FULL`, `foreign_keys=ON` and `secure_delete=ON`: a commit that returned is
    /// on the disk, and what was deleted is overwritten.
    ///
    /// - Parameters:
    ///   - path: the file; a relative path is a file, too, whatever it looks like (`file:x`, `:memory:`).
    ///   - access: whether to change it, or only to read it.
    ///   - busyTimeout: how long to wait for another connection's lock; rounded down to milliseconds.
    /// - Throws: `.cannotOpen`, `.notADatabase`, `.corrupt`, `.readOnly` when `.readWrite` is not possible, `.busy`.
    package init(path: FilePath, access: Access, busyTimeout: Duration = .seconds(10)) throws(SQLiteError) {
        let file = DatabaseFile(path)
        switch access {
        case .readWrite:
            _ = try file.create()
            connection = try Connection(file: file, flags: SQLITE_OPEN_READWRITE)
            if connection.isReadOnly { throw SQLiteError(.readOnly, "no permission to change \(path)") }
        case .readOnly:
            connection = try Connection(file: file, flags: SQLITE_OPEN_READONLY)
        }
        self.busyTimeout = Self.milliseconds(busyTimeout)
        try configure()
        switch access {
        case .readWrite:
            try connection.execute("PRAGMA synchronous=FULL")
            try switchToWAL()
        case .readOnly:
            try connection.execute("PRAGMA query_only=ON")
        }
        // SQLite reads the file only when it is first asked: a damaged one is to fail here.
        let _: Int = try value("SELECT count(*) FROM sqlite_schema")
    }

    private init(inMemory: Void) throws(SQLiteError) {
        connection = try Connection(file: nil, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY)
        busyTimeout = 0
        try configure()
    }

    /// A new, empty database that is gone with its connection; for tests.
    package static func inMemory() throws(SQLiteError) -> Database {
        try Database(inMemory: ())
    }

    deinit {
        // Before the connection, which closes only when its statements are gone.
        statements.removeAll()
    }

    private static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return Int32(
            clamping: overflow ? .max : whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000).0)
    }

    private func configure() throws(SQLiteError) {
        try connection.setBusyTimeout(milliseconds: busyTimeout)
        try connection.harden()
        try connection.execute("PRAGMA foreign_keys=ON")
        try connection.execute("PRAGMA secure_delete=ON")
        try connection.execute("PRAGMA cell_size_check=ON")
        // Sorting must not leave personal data in a folder of temporary files.
        try connection.execute("PRAGMA temp_store=MEMORY")
    }

    /// Runs `body` with a busy timeout of 0.
    func withoutWaiting<R>(_ body: () throws(SQLiteError) -> R) throws(SQLiteError) -> R {
        try connection.setBusyTimeout(milliseconds: 0)
        defer { try? connection.setBusyTimeout(milliseconds: busyTimeout) }
        return try body()
    }

    /// Switches to WAL, which SQLite refuses without waiting while another connection is about to do the same.
    private func switchToWAL() throws(SQLiteError) {
        // Cuts the log back after a long reader let it grow.
        try connection.execute("PRAGMA journal_size_limit=16777216")
        for attempt in 1... {
            do throws(SQLiteError) {
                let mode: String = try controlledValue("PRAGMA journal_mode=WAL")
                guard mode == "wal" else { throw SQLiteError(.cannotOpen, "journal mode is \(mode), not wal") }
                return
            } catch  where error.isBusy && attempt < 100 {
                sqlite3_sleep(20)
            }
        }
    }
}

// MARK: State

extension Database {
    /// A number that changes when another connection, of this or another process, has committed a change
    /// (https://www.sqlite.org/pragma.html#pragma_data_version); changes of this connection do not count.
    package var dataVersion: Int64 {
        get throws(SQLiteError) { try value("PRAGMA data_version") }
    }

    /// The current state of the database; read it before the rows that are cached until it changes.
    ///
    /// Costs a few nanoseconds in WAL mode after the first read, else as much as `dataVersion`. Own changes count.
    package var changeStamp: ChangeStamp {
        get throws(SQLiteError) {
            if let walIndex = unsafe walIndex { return unsafe ChangeStamp(walIndex: walIndex) }
            let version = try dataVersion
            unsafe walIndex = connection.walIndex
            return ChangeStamp(dataVersion: version)
        }
    }

    /// Whether a transaction or a snapshot is open.
    package var isInTransaction: Bool { connection.isInTransaction }

    /// How many prepared statements are kept.
    var cachedStatementCount: Int { statements.count }
}

// MARK: Statements

extension Database {
    /// What a statement is meant to do.
    enum Purpose {
        case reading, changing, returning, controlling
    }

    /// Lends a statement.
    ///
    /// - Throws: `.misuse` when it does something else than it is meant to; `.abort` for a change after SQLite ended the
    ///   transaction by itself; errors of preparing it.
    func lease(_ sql: SQL, for purpose: Purpose) throws(SQLiteError) -> StatementCache.Lease {
        if purpose == .changing || purpose == .returning { try requireTransaction() }
        let lease = try statements.lease(sql, on: connection)
        let entry = lease.entry
        switch purpose {
        case .reading where !entry.statement.isReadOnly:
            throw SQLiteError(.misuse, "only a transaction can change the database", sql: sql.description)
        case .reading where entry.statement.columnCount == 0, .returning where entry.statement.columnCount == 0:
            throw SQLiteError(.misuse, "the statement returns no rows", sql: sql.description)
        case .changing where entry.statement.isReadOnly:
            throw SQLiteError(.misuse, "the statement changes nothing", sql: sql.description)
        default: return lease
        }
    }

    /// Makes sure that SQLite has not rolled back by itself after an error that was ignored, so that a change would be
    /// a commit of its own.
    func requireTransaction() throws(SQLiteError) {
        if isInTransaction { return }
        throw SQLiteError(.abort, "SQLite rolled the transaction back because of an earlier error in it")
    }

    /// Runs BEGIN, COMMIT or ROLLBACK.
    func control(_ sql: SQL) throws(SQLiteError) {
        try lease(sql, for: .controlling).entry.statement.finish()
    }
}

// MARK: Transactions

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

// MARK: Reading

// The closures carry labels only because a parameter pack needs one after it; they are written as trailing closures.

extension Database {
    /// All rows of a SELECT, each turned into a `T`.
    ///
    ///     let accounts: [Account] = try database.all(Account.ofRole, role)
    ///
    /// - Parameters:
    ///   - sql: one statement that changes nothing and returns rows.
    ///   - values: one for each placeholder, in order.
    /// - Returns: one `T` a row, in the order of the rows.
    /// - Throws: `SQLiteError`, `.range` among them when values and placeholders, or columns and what is read of them, do
    ///   not match in number; what `T` throws.
    package func all<each V: DatabaseValue, T: RowDecodable>(_ sql: SQL, _ values: repeat each V) throws -> [T] {
        try lease(sql, for: .reading).all(repeat each values, map: T.init)
    }

    /// All rows of a SELECT, as `map` reads them.
    package func all<each V: DatabaseValue, T>(
        _ sql: SQL, _ values: repeat each V, map: (inout RowReader) throws -> T
    ) throws -> [T] {
        try lease(sql, for: .reading).all(repeat each values, map: map)
    }

    /// The first row of a SELECT, turned into a `T`; `nil` when there is no row.
    ///
    /// - Throws: as `all`.
    package func first<each V: DatabaseValue, T: RowDecodable>(_ sql: SQL, _ values: repeat each V) throws -> T? {
        try lease(sql, for: .reading).first(repeat each values, map: T.init)
    }

    /// The first row of a SELECT, as `map` reads it; `nil` when there is no row.
    package func first<each V: DatabaseValue, T>(
        _ sql: SQL, _ values: repeat each V, map: (inout RowReader) throws -> T
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
    ///   - body: reads each row in turn; what it throws ends the reading.
    /// - Throws: as `all`.
    package func forEach<each V: DatabaseValue>(
        _ sql: SQL, _ values: repeat each V, body: (inout RowReader) throws -> Void
    ) throws {
        let lease = try lease(sql, for: .reading)
        try lease.entry.statement.bind(repeat each values)
        try lease.entry.statement.forEachRow(body)
    }

    /// Whether a SELECT has a row.
    package func exists<each V: DatabaseValue>(_ sql: SQL, _ values: repeat each V) throws(SQLiteError) -> Bool {
        let lease = try lease(sql, for: .reading)
        try lease.entry.statement.bind(repeat each values)
        return try lease.entry.statement.step()
    }

    /// The number that a `SELECT count(…)` returns.
    package func count<each V: DatabaseValue>(_ sql: SQL, _ values: repeat each V) throws(SQLiteError) -> Int {
        try value(sql, repeat each values)
    }

    /// The value of a SELECT of one column that always has a row, as those of aggregates do.
    ///
    /// - Throws: as `all`; `.misuse` when there is no row.
    package func value<each V: DatabaseValue, Value: DatabaseValue>(
        _ sql: SQL, _ values: repeat each V
    ) throws(SQLiteError) -> Value {
        try lease(sql, for: .reading).value(repeat each values)
    }

    /// The first value that a PRAGMA returns which also does something.
    func controlledValue<Value: DatabaseValue>(_ sql: SQL) throws(SQLiteError) -> Value {
        try lease(sql, for: .controlling).entry.statement.firstValue()
    }
}

extension StatementCache.Lease {
    /// All rows, as `map` reads them.
    consuming func all<each V: DatabaseValue, T>(
        _ values: repeat each V, map: (inout RowReader) throws -> T
    ) throws -> [T] {
        try entry.statement.bind(repeat each values)
        var result: [T] = []
        try entry.statement.forEachRow { row in result.append(try map(&row)) }
        return result
    }

    /// The first row, as `map` reads it.
    consuming func first<each V: DatabaseValue, T>(
        _ values: repeat each V, map: (inout RowReader) throws -> T
    ) throws -> T? {
        try entry.statement.bind(repeat each values)
        return try entry.statement.firstRow(map)
    }

    /// The one value of the first row.
    consuming func value<each V: DatabaseValue, Value: DatabaseValue>(
        _ values: repeat each V
    ) throws(SQLiteError) -> Value {
        let count = entry.statement.columnCount
        guard count == 1 else {
            throw SQLiteError(.range, "1 of \(count) columns was to be read", sql: entry.statement.sql)
        }
        try entry.statement.bind(repeat each values)
        return try entry.statement.firstValue()
    }
}
