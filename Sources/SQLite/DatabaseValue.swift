package import Codecs

/// A type whose values can be bound to a placeholder and read from a column.
///
/// An enum or an id with a raw value gets it by declaring it: `enum Role: String, DatabaseValue`.
package protocol DatabaseValue: RowDecodable {
    /// Reads the next column.
    init(from row: inout RowReader) throws(SQLiteError)

    /// Binds the value, with one of the `bind` methods of `Statement`; `index` counts from 1.
    func bind(to statement: borrowing Statement, at index: Int32) throws(SQLiteError)
}

extension DatabaseValue {
    package init(_ row: inout RowReader) throws {
        self = try Self(from: &row)
    }
}

extension DatabaseValue where Self: RawRepresentable, RawValue: DatabaseValue {
    package init(from row: inout RowReader) throws(SQLiteError) {
        guard let value = Self(rawValue: try RawValue(from: &row)) else {
            throw row.mismatch("holds no \(Self.self)")
        }
        self = value
    }

    package func bind(to statement: borrowing Statement, at index: Int32) throws(SQLiteError) {
        try rawValue.bind(to: statement, at: index)
    }
}

extension DatabaseValue where Self: FixedWidthInteger {
    package init(from row: inout RowReader) throws(SQLiteError) {
        guard let value = Self(exactly: try row.integer()) else {
            throw row.mismatch("is out of the range of \(Self.self)")
        }
        self = value
    }

    package func bind(to statement: borrowing Statement, at index: Int32) throws(SQLiteError) {
        guard let value = Int64(exactly: self) else {
            throw SQLiteError(.mismatch, "value \(index) is out of the range of an integer", sql: statement.sql)
        }
        try statement.bind(integer: value, at: index)
    }
}

extension Int: DatabaseValue {}
extension Int64: DatabaseValue {}
extension Int32: DatabaseValue {}
extension UInt16: DatabaseValue {}
extension UInt32: DatabaseValue {}
extension UInt64: DatabaseValue {}

extension Bool: DatabaseValue {
    package init(from row: inout RowReader) throws(SQLiteError) {
        switch try row.integer() {
        case 0: self = false
        case 1: self = true
        default: throw row.mismatch("is neither 0 nor 1")
        }
    }

    package func bind(to statement: borrowing Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(integer: self ? 1 : 0, at: index)
    }
}

extension Double: DatabaseValue {
    package init(from row: inout RowReader) throws(SQLiteError) {
        self = try row.real()
    }

    package func bind(to statement: borrowing Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(real: self, at: index)
    }
}

extension String: DatabaseValue {
    package init(from row: inout RowReader) throws(SQLiteError) {
        self = try row.text()
    }

    package func bind(to statement: borrowing Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(text: self, at: index)
    }
}

extension [UInt8]: RowDecodable, DatabaseValue {
    package init(from row: inout RowReader) throws(SQLiteError) {
        self = try row.blob()
    }

    package func bind(to statement: borrowing Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(blob: self, at: index)
    }
}

extension Optional: RowDecodable, DatabaseValue where Wrapped: DatabaseValue {
    package init(from row: inout RowReader) throws(SQLiteError) {
        self = try row.skipNull() ? nil : Wrapped(from: &row)
    }

    package func bind(to statement: borrowing Statement, at index: Int32) throws(SQLiteError) {
        switch self {
        case nil: try statement.bindNull(at: index)
        case let value?: try value.bind(to: statement, at: index)
        }
    }
}

// Values that know nothing of databases and stand in columns by their raw values.
extension Identifier: DatabaseValue {}
extension Timestamp: DatabaseValue {}
extension CalendarDate: DatabaseValue {}
extension Language: DatabaseValue {}
extension LanguageTag: DatabaseValue {}
