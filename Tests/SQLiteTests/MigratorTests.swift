import SystemPackage
import TestSupport
import Testing

@testable import SQLite

struct MigratorTests {
    private static func make(_ number: UInt16, _ name: String, _ sql: String) -> Migration {
        Migration(number: number, name: name, sql: Array(sql.utf8))
    }

    private static let one = make(1, "one", "CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;")
    private static let two = make(2, "two", "CREATE TABLE b (a INTEGER REFERENCES a ON DELETE CASCADE) STRICT;")
    private static let three = make(3, "three", "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);")

    private func userVersion(_ database: Database) throws -> Int? {
        try database.first("PRAGMA user_version")
    }

    @Test func `an empty database gets all of them, once`() throws {
        let database = try Database.inMemory()
        let migrator = try Migrator([Self.one, Self.two, Self.three])
        #expect(try migrator.migrate(database) == [Self.one, Self.two, Self.three])
        #expect(try migrator.migrate(database) == [])
        try migrator.verify(database)
        #expect(try userVersion(database) == 3)
        let rows = try database.all("SELECT number, name, sql, applied_at FROM schema_migration") { row in
            let migration = Migration(number: try row.read(), name: try row.read(), sql: try row.read())
            #expect(try row.read(Int64.self) > 1_600_000_000)
            return migration
        }
        #expect(rows == [Self.one, Self.two, Self.three])
        #expect(try database.value("PRAGMA foreign_keys") == 1)
    }

    @Test func `a later program applies only what is missing`() throws {
        let database = try Database.inMemory()
        try Migrator([Self.one]).migrate(database)
        #expect(try userVersion(database) == 1)
        let later = try Migrator([Self.one, Self.two, Self.three])
        #expect(throws: MigrationError.pending([Self.two, Self.three])) { try later.verify(database) }
        #expect(try later.migrate(database) == [Self.two, Self.three])
    }

    @Test func `an empty database is not up to date, unless there is nothing to apply`() throws {
        let database = try Database.inMemory()
        #expect(throws: MigrationError.pending([Self.one])) { try Migrator([Self.one]).verify(database) }
        try Migrator([]).verify(database)
    }

    @Test(arguments: [
        ([one, two], [one, make(2, "two", "SELECT 1;")], MigrationError.changed(make(2, "two", "SELECT 1;"))),
        ([one, two], [one, make(2, "renamed", "")], .changed(make(2, "renamed", ""))),
        ([one, two], [two], .missing(title: "0001-one")),
        ([one, two, make(3, "c", "")], [one, two, make(4, "d", "")], .missing(title: "0003-c")),
        ([one, make(3, "c", "")], [one, make(2, "late", ""), make(3, "c", "")], .outOfOrder(make(2, "late", ""))),
        ([one, two], [one], .newer(title: "0002-two")),
        ([one, make(12, "future", "")], [one, two], .newer(title: "0012-future")),
        ([one], [], .newer(title: "0001-one")),
    ])
    func `a database that does not fit is refused and left alone`(
        applied: [Migration], known: [Migration], expected: MigrationError
    ) throws {
        let database = try Database.inMemory()
        try Migrator(applied).migrate(database)
        let migrator = try Migrator(known)
        #expect(throws: expected) { try migrator.migrate(database) }
        #expect(throws: expected) { try migrator.verify(database) }
        #expect(try userVersion(database) == Int(applied.last?.number ?? 0))
    }

    @Test(arguments: [[two, one], [one, one], [make(0, "zero", "")]])
    func `a list out of order is refused`(list: [Migration]) {
        #expect(throws: MigrationError.unordered(list[list.count - 1])) { _ = try Migrator(list) }
    }

    @Test func `another program's database is refused`() throws {
        let database = try Database.inMemory()
        try database.transaction { transaction in try transaction.run("CREATE TABLE theirs (a)") }
        #expect(throws: MigrationError.foreignDatabase) { try Migrator([Self.one]).migrate(database) }
        #expect(try database.all("SELECT name FROM sqlite_schema") == ["theirs"])
    }

    @Test(arguments: [
        "CREATE TABLE c (x) STRICT;", "CREATE TABLE c (x TEXT) STRICT; SELEKT;", "CREATE TABLE c (x TEXT); COMMIT;",
        "CREATE TABLE c (x TEXT); INSERT INTO a VALUES (1), (1);",
    ])
    func `a migration that fails is undone, and those before it stay`(sql: String) throws {
        let database = try Database.inMemory()
        let bad = Self.make(2, "bad", sql)
        let error = #expect(throws: MigrationError.self) {
            try Migrator([Self.one, bad, Self.three]).migrate(database)
        }
        guard case .failed(bad, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.message.hasPrefix("line 1: "))
        #expect(error?.description.hasPrefix("Migration 0002-bad failed and was undone: line 1: ") == true)
        #expect(
            try database.all("SELECT name FROM sqlite_schema ORDER BY name")
                == ["a", "schema_migration"])
        #expect(try userVersion(database) == 1)
        #expect(try Migrator([Self.one, Self.two, Self.three]).migrate(database) == [Self.two, Self.three])
    }

    @Test func `a table that others refer to can be rebuilt without losing their rows`() throws {
        let database = try Database.inMemory()
        let rebuild = Self.make(
            4, "rebuild",
            """
            CREATE TABLE new_a (id INTEGER PRIMARY KEY, name TEXT) STRICT;
            INSERT INTO new_a (id) SELECT id FROM a;
            DROP TABLE a;
            ALTER TABLE new_a RENAME TO a;
            """)
        try Migrator([Self.one, Self.two, Self.three, rebuild]).migrate(database)
        #expect(try database.count("SELECT count(*) FROM b") == 1)
        #expect(try database.checkIntegrity() == [])
    }

    @Test func `a migration that breaks a reference is undone`() throws {
        let database = try Database.inMemory()
        let breaking = Self.make(4, "breaking", "DELETE FROM a;")
        let error = #expect(throws: MigrationError.self) {
            try Migrator([Self.one, Self.two, Self.three, breaking]).migrate(database)
        }
        #expect(
            error
                == .brokenReferences(
                    breaking, ["Row 1 of table b refers to a row of table a that does not exist."]))
        #expect(try database.count("SELECT count(*) FROM a") == 1)
        #expect(try database.value("PRAGMA foreign_keys") == 1)
    }

    @Test(.timeLimit(.minutes(15))) func `several may migrate at once: all find it done once`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("test.db")
        let migrator = try Migrator([Self.one, Self.two, Self.three])
        let applied = try await withThrowingTaskGroup(of: [Migration].self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let database = try Database(path: path, access: .readWrite)
                    let applied = try migrator.migrate(database)
                    try migrator.verify(database)
                    return applied
                }
            }
            return try await group.reduce([]) { $0 + $1 }
        }
        #expect(applied.map(\.number).sorted() == [1, 2, 3])
    }

    @Test func `a reading connection verifies, and cannot migrate`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("test.db")
        do { try Migrator([Self.one]).migrate(Database(path: path, access: .readWrite)) }
        let reader = try Database(path: path, access: .readOnly)
        try Migrator([Self.one]).verify(reader)
        let error = #expect(throws: SQLiteError.self) { try Migrator([Self.one, Self.two]).migrate(reader) }
        #expect(error?.isReadOnly == true)
    }

    @Test func `each refusal names its migration and says what to do`() {
        #expect(MigrationError.changed(Self.two).description.contains("0002-two"))
        #expect(MigrationError.newer(title: "0009-x").description.contains("Install that version"))
        #expect(MigrationError.pending([Self.one, Self.two]).description.contains("0001-one, 0002-two"))
        #expect(MigrationError.missing(title: "0003-c").description.contains("Put it back"))
        #expect(MigrationError.outOfOrder(Self.two).description.contains("0002-two was never applied"))
    }
}
