import SystemPackage
import TestSupport
import Testing

@testable import SQLite

struct DatabaseIntegrityTests {
    private let folder = try? TemporaryFolder()

    /// A database of some thirty pages in one file, closed.
    private func makeFile() throws -> [UInt8] {
        let folder = try #require(folder)
        do {
            let database = try Database(path: folder.path.appending("test.db"), access: .readWrite)
            try database.transaction { transaction in
                try transaction.runMigrationScript(
                    Array(
                        """
                        CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
                        CREATE INDEX by_body ON a (body);
                        """.utf8))
                for number in 0..<60 {
                    let body = String(repeating: "\(number) ", count: 300)
                    try transaction.run("INSERT INTO a (name, body) VALUES (?, ?)", "name \(number)", body)
                }
            }
        }
        #expect(folder.names() == ["test.db"])
        return try folder.read("test.db")
    }

    /// What is found when all of a file is used: an error or findings, never a crash.
    private func examine(_ access: Database.Access) throws -> String? {
        do {
            let database = try Database(path: try #require(folder).path.appending("test.db"), access: access)
            let findings = try database.checkIntegrity()
            try database.forEach("SELECT id, name, body FROM a ORDER BY body") { row in
                _ = try (row.read(Int64.self), row.read(String.self), row.read(String.self))
            }
            return findings.isEmpty ? nil : findings.joined(separator: " ")
        } catch let error as SQLiteError {
            return error.description
        }
    }

    @Test func `a sound database has no findings, read or written`() throws {
        _ = try makeFile()
        #expect(try examine(.readOnly) == nil)
        #expect(try examine(.readWrite) == nil)
    }

    @Test func `a damaged page header is found on every page`() throws {
        let sound = try makeFile()
        #expect(sound.count >= 20 * 4096)
        for page in stride(from: 0, to: sound.count, by: 4096) {
            for offset in page == 0 ? [0, 100, 103] : [0, 3] {
                var damaged = sound
                damaged[page + offset] ^= 0xff
                try folder?.write(damaged, to: "test.db")
                #expect(try examine(.readOnly) != nil, "page \(page / 4096), offset \(offset)")
            }
        }
    }

    @Test(arguments: 0..<8) func `a flipped byte anywhere never ends the process`(series: Int) throws {
        let sound = try makeFile()
        for index in stride(from: series * 13, to: sound.count, by: 1009) {
            var damaged = sound
            damaged[index] ^= 0xff
            try folder?.write(damaged, to: "test.db")
            _ = try examine(index.isMultiple(of: 2) ? .readOnly : .readWrite)
        }
    }

    @Test(arguments: [2, 4]) func `a file that was cut off is found`(part: Int) throws {
        let sound = try makeFile()
        try folder?.write(Array(sound.prefix(sound.count / part)), to: "test.db")
        #expect(try examine(.readOnly) != nil)
        #expect(try examine(.readWrite) != nil)
    }

    @Test func `a row that refers to nothing is told in a sentence`() throws {
        let database = try Database.inMemory()
        try database.connection.execute("PRAGMA foreign_keys=OFF")
        try database.transaction { transaction in
            try transaction.runMigrationScript(
                Array(
                    """
                    CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
                    CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent) STRICT;
                    CREATE TABLE leaf (word TEXT PRIMARY KEY, parent INTEGER REFERENCES parent) STRICT, WITHOUT ROWID;
                    INSERT INTO child VALUES (7, 1); INSERT INTO leaf VALUES ('x', 2);
                    """.utf8))
        }
        #expect(
            try database.checkIntegrity().sorted() == [
                "A row of table leaf refers to a row of table parent that does not exist.",
                "Row 7 of table child refers to a row of table parent that does not exist.",
            ])
    }
}
