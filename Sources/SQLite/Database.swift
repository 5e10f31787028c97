import CSQLite
package import SystemPackage

/// One connection to a database, for one thread at a time.
///
/// It is not `Sendable`: an actor owns it, and it is handed over with `sending`.
///
/// SQL is always a `StaticString`, a literal of the program, so that a value from outside can never be spliced into it;
/// values are bound to its placeholders. Changes are made only by a `Transaction`.
///
/// Nothing here is concurrent with itself, but all of it is re-entrant: inside a closure that reads rows the same
/// connection may be asked again, by the same SQL too. A transaction is best not begun while rows are being read
/// outside it: when another process has committed since, it fails with `.busySnapshot`.
@safe package final class Database {
    /// What a connection may do.
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

    /// Runs something that is to fail at once where it would have to wait for another connection.
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
                let mode: String = try value("PRAGMA journal_mode=WAL", for: .controlling)
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

    /// The state of the database as it is now; to be asked for before reading what is to be kept until it changes.
    ///
    /// Costs a few nanoseconds in WAL mode once something was read, else as much as `dataVersion`. Own changes count.
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

    /// Lends the statement of a literal.
    ///
    /// - Throws: `.misuse` when it does something else than it is meant to; `.abort` for a change after SQLite ended the
    ///   transaction by itself; errors of preparing it.
    func lease(_ sql: StaticString, for purpose: Purpose) throws(SQLiteError) -> StatementCache.Lease {
        if purpose == .changing || purpose == .returning { try requireTransaction() }
        let lease = try statements.lease(sql, on: connection)
        let entry = lease.entry
        switch purpose {
        case .reading where !entry.statement.isReadOnly:
            throw SQLiteError(.misuse, "only a transaction can change the database", sql: sql.description)
        case .reading where !entry.statement.hasColumns, .returning where !entry.statement.hasColumns:
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
    func control(_ sql: StaticString) throws(SQLiteError) {
        try lease(sql, for: .controlling).entry.statement.finish()
    }

    /// The only value that a statement without placeholders returns.
    func value<Value: DatabaseValue>(_ sql: StaticString, for purpose: Purpose = .reading) throws(SQLiteError) -> Value
    {
        try lease(sql, for: purpose).entry.statement.value()
    }
}
