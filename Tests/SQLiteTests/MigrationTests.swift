import Testing

@testable import SQLite

struct MigrationTests {
    @Test func `number and name come from the file's name`() throws {
        let migration = try #require(Migration(fileName: "0012-access-requests2.sql", sql: [1]))
        #expect(migration == Migration(number: 12, name: "access-requests2", sql: [1]))
        #expect(migration.description == "0012-access-requests2")
        #expect(Migration(fileName: "9999-a.sql", sql: [])?.number == 9999)
    }

    @Test(arguments: [
        "", ".sql", "0001.sql", "0001-.sql", "0001-a", "0001-a.SQL", "0001_a.sql", "001-a.sql", "00001-a.sql",
        "0000-a.sql",
        "-001-a.sql", "+001-a.sql", "٠٠٠١-a.sql", "0001-A.sql", "0001-ä.sql", "0001-a b.sql", "0001-a.sql~",
        ".0001-a.sql",
        "0001-a.b.sql", "0001-a/b.sql", "0001-a\u{0}.sql", "x0001-a.sql",
    ])
    func `another name is no migration`(name: String) {
        #expect(Migration(fileName: name, sql: []) == nil)
    }
}
