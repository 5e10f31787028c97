import CSQLite

/// What a row of a result is turned into: one value, or an entity of several columns.
package protocol RowDecodable {
    /// Reads as many columns as it needs, in their order.
    init(_ row: inout RowReader) throws
}

/// Reads the columns of the row that a statement stands on, each once, in order.
///
/// It is lent, and cannot be copied, so that it cannot leave the closure that receives it. A row that is not read to its
/// last column is an error: columns and reader then disagree.
@safe package struct RowReader: ~Copyable {
    private let statement: OpaquePointer
    let columnCount: Int32
    /// The column that is read next.
    private var column: Int32 = 0

    /// `statement` must stand on a row, and stay there as long as the reader is used.
    init(handle statement: OpaquePointer) {
        unsafe self.statement = statement
        columnCount = unsafe sqlite3_column_count(statement)
    }

    /// Reads the next column.
    ///
    /// - Throws: `.mismatch`, naming the column, when it is NULL and the type is no `Optional`, when it is of another
    ///   type, or out of the type's range; `.range` when no column is left.
    package mutating func read<Value: DatabaseValue>(_ type: Value.Type = Value.self) throws(SQLiteError) -> Value {
        try Value(from: &self)
    }

    /// Leaves the other columns unread, because they mean nothing in this row.
    package mutating func skipRest() {
        column = columnCount
    }

    /// Makes sure that no column is left.
    ///
    /// - Throws: `.range`.
    func requireEnd() throws(SQLiteError) {
        if column != columnCount {
            throw SQLiteError(.range, "\(column) of \(columnCount) columns were read", sql: sql)
        }
    }

    /// Reads NULL, or nothing when there is something else.
    ///
    /// - Returns: whether it was NULL.
    mutating func skipNull() throws(SQLiteError) -> Bool {
        guard try kind() == .null else { return false }
        column += 1
        return true
    }

    /// Reads an INTEGER.
    mutating func integer() throws(SQLiteError) -> Int64 {
        let kind = try kind()
        column += 1
        guard kind == .integer else { throw mismatch("is \(kind), not an integer") }
        return unsafe sqlite3_column_int64(statement, column - 1)
    }

    /// Reads a REAL, or an INTEGER that is exactly representable as one.
    mutating func real() throws(SQLiteError) -> Double {
        let kind = try kind()
        column += 1
        switch kind {
        case .real: return unsafe sqlite3_column_double(statement, column - 1)
        case .integer:
            if let exact = Double(exactly: unsafe sqlite3_column_int64(statement, column - 1)) { return exact }
            throw mismatch("is an integer that no floating-point number equals")
        default: throw mismatch("is \(kind), not a number")
        }
    }

    /// Reads a TEXT.
    mutating func text() throws(SQLiteError) -> String {
        let kind = try kind()
        column += 1
        guard kind == .text else { throw mismatch("is \(kind), not text") }
        guard let start = unsafe sqlite3_column_text(statement, column - 1) else {
            throw SQLiteError(.noMemory, "no memory for a text", sql: sql)
        }
        let count = unsafe Int(sqlite3_column_bytes(statement, column - 1))
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        guard let text = unsafe String(validating: bytes, as: UTF8.self) else {
            throw mismatch("is text that is no valid UTF-8")
        }
        return text
    }

    /// Reads a BLOB.
    mutating func blob() throws(SQLiteError) -> [UInt8] {
        let kind = try kind()
        column += 1
        guard kind == .blob else { throw mismatch("is \(kind), not a blob") }
        let start = unsafe sqlite3_column_blob(statement, column - 1)
        let count = unsafe Int(sqlite3_column_bytes(statement, column - 1))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// The error of the column that was read last, whose value does not fit; `what` must not quote the value.
    package func mismatch(_ what: String) -> SQLiteError {
        let name = unsafe sqlite3_column_name(statement, column - 1).map { unsafe String(cString: $0) }
        return SQLiteError(.mismatch, "column \(name ?? String(column - 1)) \(what)", sql: sql)
    }

    private func kind() throws(SQLiteError) -> Kind {
        guard column < columnCount else {
            throw SQLiteError(.range, "no column \(column) among \(columnCount)", sql: sql)
        }
        return switch unsafe sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: .null
        }
    }

    private var sql: String {
        unsafe sqlite3_sql(statement).map { unsafe String(cString: $0) } ?? ""
    }

    private enum Kind: String, CustomStringConvertible {
        case integer = "an integer"
        case real = "a floating-point number"
        case text = "text"
        case blob = "a blob"
        case null = "NULL"

        var description: String { rawValue }
    }
}
