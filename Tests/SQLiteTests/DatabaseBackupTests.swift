import SystemPackage
import TestSupport
import Testing

@testable import SQLite

struct DatabaseBackupTests {
    private let folder = try? TemporaryFolder()

    private func path(_ name: String) throws -> FilePath { try #require(folder).path.appending(name) }

    private func writer() throws -> Database {
        let database = try Database(path: path("test.db"), access: .readWrite, busyTimeout: .zero)
        try database.transaction { transaction in
            try transaction.run("CREATE TABLE note (body TEXT) STRICT")
            for number in 0..<100 { try transaction.run("INSERT INTO note VALUES (?)", "note \(number)") }
        }
        return database
    }

    private func count(_ database: Database) throws -> Int? {
        try database.count("SELECT count(*) FROM note")
    }

    @Test(arguments: [Database.Access.readWrite, .readOnly]) func `a copy is whole, alone and private`(
        access: Database.Access
    ) throws {
        let writer = try writer()
        let source = try access == .readWrite ? writer : Database(path: path("test.db"), access: .readOnly)
        try source.backup(to: path("copy.db"))
        #expect(try #require(folder).names().filter { $0.hasPrefix("copy") } == ["copy.db"])
        #expect(try folder?.mode(of: "copy.db") == 0o600)
        let copy = try Database(path: path("copy.db"), access: .readOnly)
        #expect(try copy.checkIntegrity() == [])
        #expect(try count(copy) == 100)
        let mode: String = try copy.controlledValue("PRAGMA journal_mode")
        #expect(mode == "delete")
    }

    @Test func `a copy can be worked with`() throws {
        try writer().backup(to: path("copy.db"))
        let copy = try Database(path: path("copy.db"), access: .readWrite)
        try copy.transaction { transaction in try transaction.run("INSERT INTO note VALUES ('new')") }
        #expect(try count(copy) == 101)
    }

    @Test func `a copy made while another connection writes holds what was committed`() throws {
        let writer = try writer()
        let reader = try Database(path: path("test.db"), access: .readOnly)
        try writer.transaction { transaction in
            try transaction.run("INSERT INTO note VALUES ('not yet')")
            try reader.backup(to: path("copy.db"))
        }
        #expect(try count(Database(path: path("copy.db"), access: .readOnly)) == 100)
    }

    @Test func `a file that exists is not overwritten`() throws {
        let writer = try writer()
        try folder?.write([1, 2, 3], to: "copy.db")
        let error = #expect(throws: SQLiteError.self) { try writer.backup(to: path("copy.db")) }
        #expect(error?.code == .cannotOpen)
        #expect(try folder?.read("copy.db") == [1, 2, 3])
        #expect(throws: SQLiteError.self) { try writer.backup(to: path("test.db")) }
        #expect(try count(writer) == 100)
    }

    @Test func `a copy that fails leaves nothing`() throws {
        let writer = try writer()
        #expect(throws: SQLiteError.self) { try writer.transaction { _ in try writer.backup(to: path("copy.db")) } }
        #expect(throws: SQLiteError.self) { try writer.backup(to: FilePath("/nonexistent/copy.db")) }
        #expect(try #require(folder).names().allSatisfy { $0.hasPrefix("test.db") })
    }
}
