import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import SQLite

struct DatabaseTests {
    let folder = try? TemporaryFolder()

    private func path() throws -> FilePath { try #require(folder).path.appending("test.db") }

    private func writer() throws -> Database {
        let database = try Database(path: path(), access: .readWrite, busyTimeout: .zero)
        try database.transaction { transaction in
            try transaction.run("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
        }
        return database
    }

    @Test func `a new database has the settings that make it durable and strict`() throws {
        let database = try Database(path: path(), access: .readWrite)
        let settings: [String?] = [
            try database.controlledValue("PRAGMA journal_mode"),
            try database.first("PRAGMA synchronous") { row in String(try row.read(Int.self)) },
            try database.first("PRAGMA foreign_keys") { row in String(try row.read(Int.self)) },
            try database.first("PRAGMA secure_delete") { row in String(try row.read(Int.self)) },
            try database.first("PRAGMA trusted_schema") { row in String(try row.read(Int.self)) },
            try database.first("PRAGMA cell_size_check") { row in String(try row.read(Int.self)) },
            try database.first("PRAGMA busy_timeout") { row in String(try row.read(Int.self)) },
        ]
        #expect(settings == ["wal", "2", "1", "1", "0", "1", "10000"])
    }

    @Test(arguments: [0, 0o022, 0o777]) func `its files are for the owner alone, whatever the umask`(
        mask: Int
    ) async throws {
        let name = try path().string
        await #expect(processExitsWith: .success) { [name = name as String, mask = mask as Int] in
            umask(mode_t(mask))
            let database = try Database(path: FilePath(name), access: .readWrite)
            try database.transaction { transaction in try transaction.run("CREATE TABLE t (a) ") }
            for suffix in ["", "-wal", "-shm"] {
                var status = stat()
                #expect(unsafe stat(name + suffix, &status) == 0)
                #expect(status.st_mode & 0o7777 == 0o600)
            }
        }
        #expect(try folder?.mode(of: "test.db") == 0o600)
    }

    @Test func `the mode that an administrator gave a file is kept`() throws {
        do { _ = try writer() }
        _ = try unsafe chmod(path().string, 0o640)
        do { _ = try Database(path: path(), access: .readWrite) }
        #expect(try folder?.mode(of: "test.db") == 0o640)
    }

    @Test func `a name that looks like a URI or an order is a file`() async throws {
        let name = try #require(folder).path.string
        await #expect(processExitsWith: .success) { [name = name as String] in
            #expect(unsafe chdir(name) == 0)
            for odd in ["file:x?mode=memory", ":memory:"] {
                _ = try Database(path: FilePath(odd), access: .readWrite)
                #expect(unsafe access("./" + odd, F_OK) == 0)
            }
        }
    }

    @Test(arguments: [Database.Access.readWrite, .readOnly]) func `a missing folder is a clear error`(
        access: Database.Access
    ) throws {
        let error = #expect(throws: SQLiteError.self) {
            _ = try Database(path: FilePath("/nonexistent/x/test.db"), access: access)
        }
        #expect(error?.code == .cannotOpen)
        #expect(error?.description.contains("/nonexistent/x/test.db: No such file or directory") == true)
    }

    @Test func `reading does not create a file`() throws {
        #expect(throws: SQLiteError.self) { _ = try Database(path: path(), access: .readOnly) }
        #expect(folder?.names() == [])
    }

    @Test(arguments: [Database.Access.readWrite, .readOnly]) func `a file that is no database is refused untouched`(
        access: Database.Access
    ) throws {
        let text = [UInt8](repeating: 0x61, count: 5000)
        try folder?.write(text, to: "test.db")
        let error = #expect(throws: SQLiteError.self) { _ = try Database(path: path(), access: access) }
        #expect(error?.code == .notADatabase)
        #expect(error?.isCorrupt == true)
        #expect(try folder?.read("test.db") == text)
    }

    @Test func `a reader sees what the writer committed, and nothing before`() throws {
        let writer = try writer()
        let reader = try Database(path: path(), access: .readOnly)
        func count() throws -> Int? { try reader.count("SELECT count(*) FROM note") }
        let before = try reader.dataVersion
        try writer.transaction { transaction in
            try transaction.run("INSERT INTO note (body) VALUES (?)", "a")
            #expect(try count() == 0)
            #expect(try reader.dataVersion == before)
        }
        #expect(try count() == 1)
        #expect(try reader.dataVersion != before)
    }

    @Test func `a change of its own leaves the data version alone`() throws {
        let writer = try writer()
        let before = try writer.dataVersion
        try writer.transaction { transaction in try transaction.run("INSERT INTO note (body) VALUES ('a')") }
        #expect(try writer.dataVersion == before)
    }

    @Test func `a reader finds what a killed writer had committed`() throws {
        let writer = try writer()
        try writer.transaction { transaction in try transaction.run("INSERT INTO note (body) VALUES ('a')") }
        // What the disk holds while the writer still has it open is what a kill would leave.
        try folder?.write(try #require(folder).read("test.db"), to: "copy.db")
        try folder?.write(try #require(folder).read("test.db-wal"), to: "copy.db-wal")
        let reader = try Database(path: try #require(folder).path.appending("copy.db"), access: .readOnly)
        let bodies: [String] = try reader.all("SELECT body FROM note")
        #expect(bodies == ["a"])
    }

    @Test func `a second writer is told that the database is busy`() throws {
        let first = try writer()
        let second = try Database(path: path(), access: .readWrite, busyTimeout: .zero)
        try first.transaction { _ in
            let error = #expect(throws: SQLiteError.self) { try second.transaction { _ in } }
            #expect(error?.isBusy == true)
        }
        try second.transaction { _ in }
    }

    @Test func `a reading connection cannot change anything`() throws {
        do { _ = try writer() }
        let reader = try Database(path: path(), access: .readOnly)
        let error = #expect(throws: SQLiteError.self) {
            try reader.transaction { transaction in
                try transaction.run("INSERT INTO note (body) VALUES (?)", "a")
            }
        }
        #expect(error?.isReadOnly == true)
        #expect(!reader.isInTransaction)
    }

    @Test(.timeLimit(.minutes(15))) func `many connections may create and open a file at once`() async throws {
        let path = try path()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let database = try Database(path: path, access: .readWrite)
                    try database.transaction { transaction in
                        try transaction.run("CREATE TABLE IF NOT EXISTS t (a)")
                        try transaction.run("INSERT INTO t VALUES (1)")
                    }
                }
            }
            try await group.waitForAll()
        }
        let database = try Database(path: path, access: .readOnly)
        #expect(try database.count("SELECT count(*) FROM t") == 8)
    }

    private actor Owner {
        let database: Database

        init(_ database: sending Database) {
            self.database = database
        }

        func answer() throws -> Int? { try database.first("SELECT 42") }
    }

    @Test func `a connection can be handed to an actor`() async throws {
        let owner = Owner(try Database.inMemory())
        #expect(try await owner.answer() == 42)
        let file = Owner(try Database(path: path(), access: .readWrite))
        #expect(try await file.answer() == 42)
    }

    @Test func `two databases in memory are apart`() throws {
        let first = try Database.inMemory()
        try first.transaction { transaction in try transaction.run("CREATE TABLE t (a)") }
        let second = try Database.inMemory()
        #expect(throws: SQLiteError.self) { try second.all("SELECT a FROM t") as [Int] }
    }
}
