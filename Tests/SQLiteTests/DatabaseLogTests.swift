import SystemPackage
import TestSupport
import Testing

@testable import SQLite

struct DatabaseLogTests {
    private let folder = try? TemporaryFolder()

    private func open(_ access: Database.Access = .readWrite) throws -> Database {
        // Long enough that a test which waits for it is noticed.
        try Database(path: #require(folder).path.appending("test.db"), access: access, busyTimeout: .seconds(60))
    }

    private func writer() throws -> Database {
        let database = try open()
        try database.transaction { transaction in
            try transaction.run("CREATE TABLE note (body TEXT) STRICT")
            try transaction.run("INSERT INTO note VALUES ('a word that is to go')")
        }
        return database
    }

    private func holds(_ name: String) throws -> Bool {
        String(decoding: try #require(folder).read(name), as: UTF8.self).contains("a word that is to go")
    }

    @Test func `what was overwritten is in no file when the log is cut`() throws {
        let writer = try writer()
        try writer.transaction { transaction in try transaction.run("UPDATE note SET body = 'another'") }
        #expect(try holds("test.db-wal"))
        #expect(try writer.truncateLog())
        #expect(try !holds("test.db-wal"))
        #expect(try !holds("test.db"))
        #expect(try folder?.read("test.db-wal").count == 0)
        #expect(try writer.first("SELECT body FROM note") { row in try row.read(String.self) } == "another")
        #expect(try writer.truncateLog())
    }

    @Test func `while somebody reads an older state nothing is cut, and nobody waits`() throws {
        let writer = try writer()
        let reader = try open(.readOnly)
        let start = ContinuousClock.now
        try reader.snapshot {
            let count: Int64 = try reader.value("SELECT count(*) FROM note")
            #expect(count == 1)
            try writer.transaction { transaction in try transaction.run("UPDATE note SET body = 'another'") }
            #expect(try !writer.truncateLog())
            #expect(try holds("test.db-wal"))
        }
        #expect(try writer.truncateLog())
        #expect(try !holds("test.db-wal"))
        #expect(ContinuousClock.now - start < .seconds(50), "the busy timeout is 60 seconds")
    }

    @Test func `while somebody writes nothing is cut`() throws {
        let writer = try writer()
        let other = try open()
        let isEmpty = try other.transaction { _ in try writer.truncateLog() }
        #expect(!isEmpty)
        #expect(try writer.truncateLog())
    }

    @Test func `inside a transaction it is refused`() throws {
        let writer = try writer()
        try writer.transaction { _ in
            let error = #expect(throws: SQLiteError.self) { try writer.truncateLog() }
            #expect(error?.code == .misuse)
        }
    }
}
