import CSQLite
import SystemPackage

/// One `sqlite3` handle, closed by `deinit`.
///
/// Opened without SQLite's mutex: one thread uses it at a time.
@safe struct Connection: ~Copyable {
    private let handle: OpaquePointer

    /// Opens an existing file, or a new database in memory when `file` is `nil`.
    init(file: DatabaseFile?, flags: Int32) throws(SQLiteError) {
        var opened: OpaquePointer?
        let always = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let status =
            if let file {
                unsafe file.path.withPlatformString { unsafe sqlite3_open_v2($0, &opened, flags | always, nil) }
            } else {
                unsafe sqlite3_open_v2(":memory:", &opened, flags | always, nil)
            }
        guard status == SQLITE_OK, let connection = unsafe opened else {
            let reason = unsafe opened.flatMap { unsafe sqlite3_system_errno($0) } ?? 0
            unsafe sqlite3_close_v2(opened)
            var message = "\(Self.text(of: status)): \(file?.path.string ?? ":memory:")"
            if reason != 0 { message += ": \(Errno(rawValue: reason))" }
            throw SQLiteError(.init(rawValue: status), message)
        }
        unsafe handle = connection
    }

    deinit {
        // The second version waits for statements that are not finalised yet.
        unsafe sqlite3_close_v2(handle)
    }

    /// SQLite's text for a result code; it contains no data.
    static func text(of status: Int32) -> String {
        unsafe sqlite3_errstr(status).map { unsafe String(cString: $0) } ?? "unknown error"
    }

    /// The error of the call that just returned `status`.
    func failure(_ status: Int32, sql: String? = nil) -> SQLiteError {
        let message = unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? Self.text(of: status)
        return SQLiteError(.init(rawValue: status), message, sql: sql)
    }

    private func check(_ status: Int32, sql: String? = nil) throws(SQLiteError) {
        if status != SQLITE_OK { throw failure(status, sql: sql) }
    }
}

// MARK: State

extension Connection {
    /// Whether a transaction is open.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Whether the file was opened for reading only, which SQLite does silently when it may not write.
    var isReadOnly: Bool { unsafe sqlite3_db_readonly(handle, "main") == 1 }

    /// The WAL index as SQLite has it mapped, once something was read; nil outside of WAL mode.
    var walIndex: UnsafeRawPointer? { unsafe csqlite_wal_index(handle) }

    /// Rows that the newest INSERT, UPDATE or DELETE changed by itself.
    var changes: Int64 { unsafe sqlite3_changes64(handle) }

    /// Rows changed since the connection was opened, those of triggers and foreign keys included.
    var totalChanges: Int64 { unsafe sqlite3_total_changes64(handle) }

    /// The row id of the newest INSERT.
    var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Sets what `lastInsertedRow` is until the next INSERT.
    func setLastInsertedRow(_ row: Int64) {
        unsafe sqlite3_set_last_insert_rowid(handle, row)
    }

    /// How long to wait for a lock, in milliseconds.
    func setBusyTimeout(milliseconds: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_busy_timeout(handle, milliseconds))
    }

    /// Sets the defensive options against a hostile or damaged schema.
    func harden() throws(SQLiteError) {
        try check(unsafe csqlite_harden(handle))
    }

    /// While on, no statement that starts or ends a transaction, or attaches a file, can be prepared.
    func setConfined(_ confined: Bool) throws(SQLiteError) {
        try check(unsafe csqlite_confine(handle, confined ? 1 : 0))
    }

    /// `PRAGMA user_version`.
    func setUserVersion(_ version: Int32) throws(SQLiteError) {
        try check(unsafe csqlite_set_user_version(handle, version))
    }
}

// MARK: Statements

extension Connection {
    /// Runs a PRAGMA and drops its rows.
    func execute(_ sql: StaticString) throws(SQLiteError) {
        let status = sql.withUTF8Buffer { text in
            unsafe text.baseAddress.map { unsafe sqlite3_exec(handle, $0, nil, nil, nil) } ?? SQLITE_MISUSE
        }
        try check(status, sql: sql.description)
    }

    /// Prepares SQL that holds exactly one statement.
    func prepare(_ sql: SQL) throws(SQLiteError) -> Statement {
        try unsafe sql.withUTF8 { text throws(SQLiteError) in
            var end = 0
            guard
                let statement = try unsafe prepare(text, from: 0, to: &end, flags: UInt32(SQLITE_PREPARE_PERSISTENT))
            else { throw SQLiteError(.misuse, "no statement", sql: sql.description) }
            let blank: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: ";")]
            guard unsafe text[end...].allSatisfy(blank.contains) else {
                throw SQLiteError(.misuse, "more than one statement", sql: sql.description)
            }
            return statement
        }
    }

    /// Prepares the first statement at or after `start`; `nil` when only white space and comments are left.
    ///
    /// - Parameters:
    ///   - text: SQL, not necessarily ended by a zero byte, of at most 1,000,000,000 bytes.
    ///   - start: where to begin, inside the text.
    ///   - end: is set to where the statement ended, or on an error to where SQLite found it.
    ///   - flags: of `sqlite3_prepare_v3`.
    /// - Returns: the statement.
    /// - Throws: `.error` for SQL that SQLite does not understand; `.tooBig`.
    func prepare(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: inout Int, flags: UInt32
    ) throws(SQLiteError) -> Statement? {
        let rest = unsafe UnsafeBufferPointer(rebasing: text[start...])
        end = text.count
        guard let first = rest.baseAddress, let length = Int32(exactly: rest.count) else {
            if rest.isEmpty { return nil }
            throw SQLiteError(.tooBig, "the SQL is too long")
        }
        var prepared: OpaquePointer?
        var tail: UnsafePointer<CChar>?
        let status = unsafe first.withMemoryRebound(to: CChar.self, capacity: rest.count) { characters in
            let status = unsafe sqlite3_prepare_v3(handle, characters, length, flags, &prepared, &tail)
            if let tail = unsafe tail { end = unsafe start + (tail - UnsafePointer(characters)) }
            return status
        }
        guard status == SQLITE_OK else {
            let offset = unsafe Int(sqlite3_error_offset(handle))
            end = offset >= 0 ? start + offset : start
            throw failure(status, sql: unsafe String(decoding: rest, as: UTF8.self))
        }
        guard let prepared = unsafe prepared else { return nil }
        return unsafe Statement(handle: prepared)
    }
}

// MARK: Copying

extension Connection {
    /// Overwrites the whole database of `destination` with one state of this one.
    func copy(to destination: borrowing Connection) throws(SQLiteError) {
        guard let backup = unsafe sqlite3_backup_init(destination.handle, "main", handle, "main") else {
            throw unsafe destination.failure(sqlite3_extended_errcode(destination.handle))
        }
        // In one step, so that a writer in between cannot make it start over.
        unsafe sqlite3_backup_step(backup, -1)
        let status = unsafe sqlite3_backup_finish(backup)
        if status != SQLITE_OK { throw SQLiteError(.init(rawValue: status), Self.text(of: status)) }
    }
}
