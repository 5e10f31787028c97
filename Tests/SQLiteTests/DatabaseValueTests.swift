import Testing

@testable import SQLite

struct DatabaseValueTests {
    private enum Role: String, DatabaseValue { case member, office }
    private enum Level: Int, DatabaseValue { case low = 1, high }
    private struct ID: RawRepresentable, Equatable, DatabaseValue { let rawValue: Int64 }

    private func roundTrip<Value: DatabaseValue>(_ value: Value) throws -> Value? {
        try Database.inMemory().first("SELECT ?", value)
    }

    private func read<Value: DatabaseValue>(_ sql: SQL, as type: Value.Type) throws -> Value {
        let value: Value? = try Database.inMemory().first(sql)
        return try #require(value)
    }

    @Test(arguments: [.min, -1, 0, 1, .max] as [Int64]) func `integers come back whole`(value: Int64) throws {
        #expect(try roundTrip(value) == value)
        #expect(try roundTrip(Int(value)) == Int(value))
        #expect(try roundTrip(ID(rawValue: value)) == ID(rawValue: value))
    }

    @Test(arguments: ["", "a", "Grüße", "a\u{0}b", "\u{301}", "👩‍👩‍👧", String(repeating: "x", count: 100_000)])
    func `texts come back byte by byte`(value: String) throws {
        #expect(try roundTrip(value).map { Array($0.utf8) } == Array(value.utf8))
        #expect(try roundTrip(String?.some(value)) == value)
    }

    @Test(arguments: [[], [0], [0, 255, 0], [UInt8](repeating: 7, count: 100_000)])
    func `blobs come back byte by byte`(value: [UInt8]) throws {
        #expect(try roundTrip(value) == value)
    }

    @Test(arguments: [0, -0.5, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude] as [Double])
    func `floating-point numbers come back exactly`(value: Double) throws {
        #expect(try roundTrip(value) == value)
    }

    @Test func `a value that is not a number is refused, because it would become NULL`() throws {
        let error = #expect(throws: SQLiteError.self) { _ = try roundTrip(Double.nan) }
        #expect(error?.code == .mismatch)
    }

    @Test func `the other types come back, too`() throws {
        #expect(try roundTrip(true) == true)
        #expect(try roundTrip(false) == false)
        #expect(try roundTrip(UInt32.max) == .max)
        #expect(try roundTrip(UInt16.max) == .max)
        #expect(try roundTrip(Int32.min) == .min)
        #expect(try roundTrip(UInt64(Int64.max)) == UInt64(Int64.max))
        #expect(try roundTrip(Role.office) == .office)
        #expect(try roundTrip(Level.high) == .high)
        #expect(try roundTrip(Role?.none) == .some(nil))
        #expect(try roundTrip([UInt8]?.some([])) == .some([]))
    }

    @Test func `an integer beyond what SQLite holds is refused`() throws {
        #expect(throws: SQLiteError.self) { _ = try roundTrip(UInt64.max) }
    }

    @Test func `empty is not NULL`() throws {
        let database = try Database.inMemory()
        #expect(
            try database.first("SELECT ? IS NULL, ? IS NULL", "", [UInt8]()) { row in
                [try row.read(), try row.read()] as [Bool]
            } == [false, false])
    }

    @Test func `NULL in a type that has none names the column`() throws {
        let error = #expect(throws: SQLiteError.self) { _ = try read("SELECT NULL AS e_mail", as: String.self) }
        #expect(error?.code == .mismatch)
        #expect(error?.message == "column e_mail is NULL, not text")
        #expect(try read("SELECT NULL", as: String?.self) == nil)
    }

    @Test func `a value of another type, or out of range, is refused without quoting it`() throws {
        let attempts: [() throws -> Void] = [
            { _ = try read("SELECT 'secret' AS a", as: Int.self) },
            { _ = try read("SELECT 'secret' AS a", as: Double.self) },
            { _ = try read("SELECT 'secret' AS a", as: [UInt8].self) },
            { _ = try read("SELECT x'736563726574' AS a", as: String.self) },
            { _ = try read("SELECT 'secret' AS a", as: Role.self) },
            { _ = try read("SELECT 5.5 AS a", as: Int.self) },
            { _ = try read("SELECT 5 AS a", as: String.self) },
            { _ = try read("SELECT 5 AS a", as: Bool.self) },
            { _ = try read("SELECT 5 AS a", as: Level.self) },
            { _ = try read("SELECT -1 AS a", as: UInt32.self) },
            { _ = try read("SELECT 65536 AS a", as: UInt16.self) },
            { _ = try read("SELECT -1 AS a", as: UInt64.self) },
            { _ = try read("SELECT 2147483648 AS a", as: Int32.self) },
            { _ = try read("SELECT 9007199254740993 AS a", as: Double.self) },
            { _ = try read("SELECT CAST(x'73ff' AS TEXT) AS a", as: String.self) },
            { _ = try read("SELECT 'secret' AS a", as: Int?.self) },
        ]
        for (index, attempt) in attempts.enumerated() {
            let error = #expect(throws: SQLiteError.self, "\(index)") { try attempt() }
            #expect(error?.code == .mismatch, "\(index)")
            #expect(error?.message.contains("secret") == false, "\(index)")
        }
        #expect(try read("SELECT 9007199254740992", as: Double.self) == 9_007_199_254_740_992)
    }
}
