import Testing

@testable import SQLite

struct SQLTests {
    private static let columns: SQL = "1, 'ä'"
    private static let composed: SQL = "SELECT \(columns), ?"

    @Test func `literals and other SQL are put together`() {
        let condition: SQL = "WHERE \(Self.columns) <> \("2")"
        #expect(condition.description == "WHERE 1, 'ä' <> 2")
        #expect(Self.composed.description == "SELECT 1, 'ä', ?")
        #expect(("?" as SQL).description == "?")
        #expect(("" as SQL).description.isEmpty)
    }

    @Test func `a composed statement is prepared once`() throws {
        let database = try Database.inMemory()
        let before = database.cachedStatementCount
        for value in ["a", "'; --", "\u{0}"] {
            let row = try database.first(Self.composed, value) { row in
                (try row.read(Int.self), try row.read(String.self), try row.read(String.self))
            }
            #expect(row?.0 == 1)
            #expect(row?.1 == "ä")
            #expect(row?.2 == value)
        }
        #expect(database.cachedStatementCount == before + 1)
    }

    @Test func `texts composed one after the other are not mistaken for each other`() throws {
        let database = try Database.inMemory()
        let numbers: [SQL] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
        var found: [Int] = []
        for tens in numbers {
            for ones in numbers { found.append(try database.value("SELECT \(tens)\(ones)")) }
        }
        #expect(found == (1...9).flatMap { tens in (1...9).map { tens * 10 + $0 } })
    }

    #if DEBUG
        @Test func `composing the same text for each call is a mistake that is noticed`() async {
            await #expect(processExitsWith: .failure) {
                let database = try Database.inMemory()
                let part: SQL = "1"
                for _ in 0..<2 { let _: Int = try database.value("SELECT \(part)") }
            }
        }
    #else
        @Test func `composing the same text for each call does not fill the memory`() throws {
            let database = try Database.inMemory()
            let part: SQL = "1"
            let before = database.cachedStatementCount
            for _ in 0..<10 {
                let value: Int = try database.value("SELECT \(part)")
                #expect(value == 1)
            }
            #expect(database.cachedStatementCount == before + 1)
        }
    #endif

    @Test func `a text that holds no statement is refused`() throws {
        let database = try Database.inMemory()
        let nothing: SQL = "\("") -- \(Self.columns)"
        for sql in ["", ";", "-- nothing", nothing] as [SQL] {
            let error = #expect(throws: SQLiteError.self) { _ = try database.exists(sql) }
            #expect(error?.code == .misuse)
        }
    }
}
