import SystemPackage
import TestSupport
import Testing

@testable import SQLite

struct DatabaseTransactionsTests {
    private struct Interruption: Error {}

    private func database() throws -> Database {
        let database = try Database.inMemory()
        try database.transaction { transaction in
            try transaction.run("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT")
            try transaction.run(
                """
                CREATE TABLE part (
                    item INTEGER NOT NULL REFERENCES item ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
                ) STRICT
                """)
        }
        return database
    }

    private func count(_ database: Database) throws -> Int? {
        try database.count("SELECT count(*) FROM item")
    }

    @Test func `all changes happen, and the body's value comes back`() throws {
        let database = try database()
        let ids = try database.transaction { transaction in
            [
                try transaction.insert("INSERT INTO item (name) VALUES (?)", "a"),
                try transaction.insert("INSERT INTO item (name) VALUES (?)", "b"),
            ]
        }
        #expect(ids == [1, 2])
        #expect(try count(database) == 2)
        #expect(!database.isInTransaction)
    }

    @Test func `nothing has happened when the body throws, and the connection stays usable`() throws {
        let database = try database()
        #expect(throws: Interruption.self) {
            try database.transaction { transaction in
                try transaction.run("INSERT INTO item (name) VALUES ('a')")
                #expect(try count(transaction.database) == 1)
                throw Interruption()
            }
        }
        #expect(try count(database) == 0)
        try database.transaction { transaction in try transaction.run("INSERT INTO item (name) VALUES ('a')") }
        #expect(try count(database) == 1)
    }

    @Test func `a throw while rows of the same transaction are read undoes it, too`() throws {
        let database = try database()
        try database.transaction { transaction in try transaction.run("INSERT INTO item (name) VALUES ('a')") }
        #expect(throws: Interruption.self) {
            try database.transaction { transaction in
                try transaction.run("INSERT INTO item (name) VALUES ('b')")
                try transaction.database.forEach("SELECT name FROM item") { _ in throw Interruption() }
            }
        }
        #expect(try count(database) == 1)
    }

    @Test func `a transaction inside another or inside a snapshot is refused, and what is around it goes on`() throws {
        let database = try database()
        try database.transaction { transaction in
            try transaction.run("INSERT INTO item (name) VALUES ('a')")
            let error = #expect(throws: SQLiteError.self) { try database.transaction { _ in } }
            #expect(error?.code == .misuse)
        }
        #expect(try count(database) == 1)
        try database.snapshot {
            #expect(throws: SQLiteError.self) { try database.transaction { _ in } }
            let seen = try count(database)
            #expect(seen == 1)
        }
    }

    @Test func `a snapshot sees one state, whoever commits meanwhile`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("test.db")
        let writer = try Database(path: path, access: .readWrite)
        try writer.transaction { transaction in try transaction.run("CREATE TABLE t (a) ") }
        let reader = try Database(path: path, access: .readOnly)
        func count() throws -> Int? { try reader.count("SELECT count(*) FROM t") }
        try reader.snapshot {
            #expect(try count() == 0)
            try writer.transaction { transaction in try transaction.run("INSERT INTO t VALUES (1)") }
            #expect(try reader.snapshot { try count() } == 0)
            #expect(try count() == 0)
        }
        #expect(try count() == 1)
    }

    @Test func `a snapshot ends when its body throws`() throws {
        let database = try database()
        #expect(throws: Interruption.self) { try database.snapshot { throw Interruption() } }
        #expect(!database.isInTransaction)
    }

    @Test func `a violation that shows only at the commit undoes all`() throws {
        let database = try database()
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction { transaction in
                try transaction.run("INSERT INTO item (name) VALUES ('a')")
                try transaction.run("INSERT INTO part VALUES (77)")
            }
        }
        #expect(error?.isForeignKeyViolation == true)
        #expect(try count(database) == 0)
        #expect(!database.isInTransaction)
    }

    @Test func `a full disk undoes all, and is told as such`() throws {
        let database = try database()
        #expect(try database.value("PRAGMA max_page_count = 20") == 20)
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction { transaction in
                for number in 0..<1000 {
                    let name = "\(number)" + String(repeating: "x", count: 2000)
                    try transaction.run("INSERT INTO item (name) VALUES (?)", name)
                }
            }
        }
        #expect(error?.isFull == true)
        #expect(try count(database) == 0)
        #expect(!database.isInTransaction)
    }

    @Test func `a body that swallows an error after which SQLite rolled back does not pass for a success`() throws {
        let database = try database()
        var later: SQLiteError?
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction { transaction in
                try transaction.run("INSERT INTO item (name) VALUES ('a')")
                _ = try? transaction.run("INSERT OR ROLLBACK INTO item (name) VALUES ('a')")
                // Outside the transaction this would be a commit of its own.
                do throws(SQLiteError) {
                    try transaction.run("INSERT INTO item (name) VALUES ('b')")
                } catch {
                    later = error
                }
                _ = try? transaction.all("INSERT INTO item (name) VALUES ('c') RETURNING id") { _ in }
                _ = try? transaction.runMigrationScript(Array("INSERT INTO item (name) VALUES ('d')".utf8))
            }
        }
        #expect(error?.code == .abort)
        #expect(later?.code == .abort)
        #expect(try count(database) == 0)
    }

    @Test func `rows changed are counted without cascades, and not twice`() throws {
        let database = try database()
        let changed = try database.transaction { transaction in
            [
                try transaction.run("INSERT INTO item VALUES (1, 'a'), (2, 'b'), (3, 'c')"),
                try transaction.run("CREATE INDEX by_item ON part (item)"),
                try transaction.run("INSERT INTO part VALUES (1), (1), (2)"),
                try transaction.run("DELETE FROM item WHERE id < ?", 3),
                try transaction.run("UPDATE item SET name = 'z' WHERE id = ?", 99),
                try transaction.run("INSERT OR IGNORE INTO item VALUES (3, 'c')"),
            ]
        }
        #expect(changed == [3, 0, 3, 2, 0, 0])
        #expect(try database.count("SELECT count(*) FROM part") == 0)
    }

    @Test func `an insert that inserts nothing does not return an old row id`() throws {
        let database = try database()
        try database.transaction { transaction in
            _ = try transaction.insert("INSERT INTO item (name) VALUES ('a')")
            for attempt in 0..<2 {
                let error = #expect(throws: SQLiteError.self) {
                    _ =
                        attempt == 0
                        ? try transaction.insert("INSERT OR IGNORE INTO item (name) VALUES ('a')")
                        : try transaction.insert(
                            "INSERT INTO item (name) VALUES ('a') ON CONFLICT DO UPDATE SET name = 'b'")
                }
                #expect(error?.code == .misuse)
            }
        }
    }

    @Test func `changed rows can be returned`() throws {
        let database = try database()
        try database.transaction { transaction in
            let ids: [Int] = try transaction.all("INSERT INTO item (name) VALUES (?), (?) RETURNING id", "a", "b")
            #expect(ids == [1, 2])
            let first: String? = try transaction.first("DELETE FROM item RETURNING name")
            #expect(first == "a")
            #expect(try count(transaction.database) == 0)
        }
    }

    @Test func `a transaction cannot be ended from inside`() throws {
        let database = try database()
        try database.transaction { transaction in
            #expect(throws: SQLiteError.self) { try transaction.run("COMMIT") }
            #expect(throws: SQLiteError.self) { try transaction.run("ROLLBACK") }
            #expect(throws: SQLiteError.self) { try transaction.run("BEGIN IMMEDIATE") }
            #expect(throws: SQLiteError.self) { try transaction.run("SELECT 1") }
            #expect(database.isInTransaction)
        }
    }

    @Test func `a script runs all its statements, triggers and comments included`() throws {
        let database = try database()
        let script = """
            -- a comment; with a semicolon
            ;; CREATE TABLE log (name TEXT) STRICT; ; /* here; too */ ;
            ;
            CREATE TRIGGER logged AFTER INSERT ON item BEGIN
                INSERT INTO log VALUES (new.name); INSERT INTO log VALUES (new.name);
            END;
            INSERT INTO item (name) VALUES ('ä;'); SELECT 1;
            /* the end */
            """
        try database.transaction { transaction in
            try transaction.runMigrationScript(Array(script.utf8))
            try transaction.runMigrationScript([])
        }
        #expect(try database.all("SELECT name FROM log") == ["ä;", "ä;"])
    }

    @Test(arguments: [
        ("SELECT 1;\n\nSELEKT 2;", 3, SQLiteError.Code.error),
        ("SELECT 1;\nSELECT 2;\nINSERT INTO item\n(id) VALUES (1)", 3, .constraintNotNull),
        ("\n\nCREATE TABLE a (b);\nCOMMIT;", 4, .notAuthorized),
        ("-- note\n  -- and\n\tSAVEPOINT a", 3, .notAuthorized),
        ("ATTACH ':memory:' AS other", 1, .notAuthorized),
        ("SELECT 1;\n\u{0}DROP TABLE item", 2, .misuse),
        ("SELECT 1;\nSELECT 'open", 2, .error),
    ])
    func `a script that fails names the line and leaves nothing`(
        script: String, line: Int, code: SQLiteError.Code
    ) throws {
        let database = try database()
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction { transaction in try transaction.runMigrationScript(Array(script.utf8)) }
        }
        #expect(error?.code.primary == code.primary)
        #expect(error?.message.hasPrefix("line \(line): ") == true, "\(error?.message ?? "")")
        let tables: [String] = try database.all("SELECT name FROM sqlite_schema WHERE name = 'a'")
        #expect(tables.isEmpty)
        // The ban on transactions is lifted again.
        try database.transaction { _ in }
    }
}
