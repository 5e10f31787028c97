import CSQLite

/// The row that a statement stands on, valid inside the closure that receives it.
///
/// It is lent, and cannot be copied, so that it cannot leave the closure.
@safe package struct Row: ~Copyable {
    private let statement: OpaquePointer

    /// `statement` must outlive the row.
    init(handle statement: OpaquePointer) {
        unsafe self.statement = statement
    }

    /// The value of a column, counted from 0.
    ///
    /// - Throws: `.mismatch`, naming the column, when it is NULL and the type is no `Optional`, when it is of another
    ///   type, or out of the type's range; `.range` when there is no such column.
    package subscript<Value: DatabaseValue>(_ column: Int) -> Value {
        get throws(SQLiteError) { try Value(from: self, at: column) }
    }

    /// How many columns it has.
    package var columnCount: Int { unsafe Int(sqlite3_column_count(statement)) }

    /// Whether the column is NULL.
    package func isNull(_ column: Int) throws(SQLiteError) -> Bool {
        try kind(of: column) == .null
    }

    /// The INTEGER in the column.
    package func integer(_ column: Int) throws(SQLiteError) -> Int64 {
        let kind = try kind(of: column)
        guard kind == .integer else { throw mismatch(column, "is \(kind), not an integer") }
        return unsafe sqlite3_column_int64(statement, Int32(column))
    }

    /// The REAL in the column, or an INTEGER that is exactly representable as one.
    package func real(_ column: Int) throws(SQLiteError) -> Double {
        switch try kind(of: column) {
        case .real: return unsafe sqlite3_column_double(statement, Int32(column))
        case .integer:
            if let exact = Double(exactly: unsafe sqlite3_column_int64(statement, Int32(column))) { return exact }
            throw mismatch(column, "is an integer that no floating-point number equals")
        case let kind: throw mismatch(column, "is \(kind), not a number")
        }
    }

    /// The TEXT in the column.
    package func text(_ column: Int) throws(SQLiteError) -> String {
        let kind = try kind(of: column)
        guard kind == .text else { throw mismatch(column, "is \(kind), not text") }
        guard let start = unsafe sqlite3_column_text(statement, Int32(column)) else {
            throw SQLiteError(.noMemory, "no memory for a text", sql: sql)
        }
        let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        guard let text = unsafe String(validating: bytes, as: UTF8.self) else {
            throw mismatch(column, "is text that is no valid UTF-8")
        }
        return text
    }

    /// The BLOB in the column.
    package func blob(_ column: Int) throws(SQLiteError) -> [UInt8] {
        let kind = try kind(of: column)
        guard kind == .blob else { throw mismatch(column, "is \(kind), not a blob") }
        let start = unsafe sqlite3_column_blob(statement, Int32(column))
        let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// The error of a column whose value does not fit; `what` must not quote the value.
    package func mismatch(_ column: Int, _ what: String) -> SQLiteError {
        let name = unsafe Int32(exactly: column).flatMap { unsafe sqlite3_column_name(statement, $0) }
            .map { unsafe String(cString: $0) }
        return SQLiteError(.mismatch, "column \(name ?? String(column)) \(what)", sql: sql)
    }

    private func kind(of column: Int) throws(SQLiteError) -> Kind {
        guard column >= 0, column < columnCount else {
            throw SQLiteError(.range, "no column \(column) among \(columnCount)", sql: sql)
        }
        return switch unsafe sqlite3_column_type(statement, Int32(column)) {
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
