import CSQLite

/// One prepared statement, finalised by `deinit`.
///
/// Outside this target only a `DatabaseValue` uses it, to bind itself.
@safe package struct Statement: ~Copyable {
    private let handle: OpaquePointer

    let parameterCount: Int

    /// `sqlite3_stmt_readonly`: whether it writes nothing to the file.
    let isReadOnly: Bool

    /// 0 for BEGIN, ATTACH, or an UPDATE without RETURNING.
    let columnCount: Int

    /// Takes over a handle from `sqlite3_prepare_v3`.
    init(handle: OpaquePointer) {
        unsafe self.handle = handle
        parameterCount = unsafe Int(sqlite3_bind_parameter_count(handle))
        isReadOnly = unsafe sqlite3_stmt_readonly(handle) != 0
        columnCount = unsafe Int(sqlite3_column_count(handle))
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    /// The SQL, with its placeholders.
    var sql: String {
        unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) } ?? ""
    }

    /// Advances to the next row.
    ///
    /// - Returns: `false` when there is none left.
    func step() throws(SQLiteError) -> Bool {
        let status = unsafe sqlite3_step(handle)
        switch status {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(status)
        }
    }

    /// Steps to the end and drops the rows.
    func finish() throws(SQLiteError) {
        while try step() {}
    }

    /// Hands every row to `body`, which reads it to its end.
    func forEachRow(_ body: (inout RowReader) throws -> Void) throws {
        while try step() {
            var row = unsafe RowReader(handle: handle)
            try body(&row)
            try row.requireEnd()
        }
    }

    /// Hands the first row, if there is one, to `map`, which reads it to its end.
    func firstRow<T>(_ map: (inout RowReader) throws -> T) throws -> T? {
        guard try step() else { return nil }
        var row = unsafe RowReader(handle: handle)
        let result = try map(&row)
        try row.requireEnd()
        return result
    }

    /// The first column of the first row.
    func firstValue<Value: DatabaseValue>() throws(SQLiteError) -> Value {
        guard try step() else { throw SQLiteError(.misuse, "the statement returned no row", sql: sql) }
        var row = unsafe RowReader(handle: handle)
        return try row.read()
    }

    /// Resets the statement and clears its bound values.
    func reset() {
        // The status repeats that of the last step, which was thrown already.
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    private func failure(_ status: Int32) -> SQLiteError {
        // Messages of constraints name tables and columns; others that arise while running may quote a value, as FTS5
        // does with a search text.
        var message = Connection.text(of: status)
        if SQLiteError.Code.constraint ~= SQLiteError.Code(rawValue: status),
            let words = unsafe sqlite3_errmsg(sqlite3_db_handle(handle))
        {
            message = unsafe String(cString: words)
        }
        return SQLiteError(.init(rawValue: status), message, sql: sql)
    }
}

// MARK: Binding

extension Statement {
    /// Binds all placeholders in order.
    ///
    /// - Throws: `.range` when there are more or fewer values than placeholders.
    func bind<each V: DatabaseValue>(_ values: repeat each V) throws(SQLiteError) {
        var count = 0
        for _ in repeat (each V).self { count += 1 }
        guard count == parameterCount else {
            throw SQLiteError(.range, "\(count) values for \(parameterCount) placeholders", sql: sql)
        }
        var index: Int32 = 1
        for value in repeat each values {
            try value.bind(to: self, at: index)
            index += 1
        }
    }

    /// Binds an INTEGER; placeholders count from 1.
    package func bind(integer: Int64, at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_int64(handle, index, integer))
    }

    /// Binds a REAL; SQLite knows no NaN and would store NULL, so that it is refused as `.mismatch`.
    package func bind(real: Double, at index: Int32) throws(SQLiteError) {
        if real.isNaN { throw SQLiteError(.mismatch, "value \(index) is not a number", sql: sql) }
        try check(unsafe sqlite3_bind_double(handle, index, real))
    }

    /// Binds a TEXT, which may be empty and may hold zero bytes.
    package func bind(text: String, at index: Int32) throws(SQLiteError) {
        var text = text
        let status = text.withUTF8 {
            unsafe csqlite_bind_text(handle, index, $0.baseAddress, UInt64($0.count))
        }
        try check(status)
    }

    /// Binds a BLOB, which may be empty.
    package func bind(blob: [UInt8], at index: Int32) throws(SQLiteError) {
        let status = unsafe blob.withUnsafeBufferPointer {
            unsafe csqlite_bind_blob(handle, index, $0.baseAddress, UInt64($0.count))
        }
        try check(status)
    }

    /// Binds NULL.
    package func bindNull(at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_null(handle, index))
    }

    private func check(_ status: Int32) throws(SQLiteError) {
        if status != SQLITE_OK { throw failure(status) }
    }
}
