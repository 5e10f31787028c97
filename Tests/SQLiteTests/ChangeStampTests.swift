import SQLite
import SystemPackage
import TestSupport
import Testing

struct ChangeStampTests {
    @Test("differs after every commit of another connection, and only then")
    func differs() throws {
        let folder = try TemporaryFolder()
        let writer = try Database(path: folder.path.appending("a.db"), access: .readWrite)
        try writer.transaction { try $0.runMigrationScript(Array("CREATE TABLE t (a INTEGER) STRICT".utf8)) }
        let reader = try Database(path: folder.path.appending("a.db"), access: .readOnly)
        _ = try reader.changeStamp
        var seen: [ChangeStamp] = []
        for number in 0..<300 {
            let stamp = try reader.changeStamp
            #expect(!seen.suffix(5).contains(stamp))
            seen.append(stamp)
            let count = try reader.count("SELECT count(*) FROM t")
            #expect(count == number)
            #expect(try reader.changeStamp == stamp)
            try? writer.transaction { transaction in
                try transaction.run("INSERT INTO t VALUES (?)", number)
                throw CancellationError()
            }
            #expect(try reader.changeStamp == stamp)
            try writer.transaction { try $0.run("INSERT INTO t VALUES (?)", number) }
            #expect(try reader.changeStamp != stamp)
        }
    }

    @Test("notices what somebody wrote who came after everybody else had left")
    func reopened() throws {
        let folder = try TemporaryFolder()
        let reader: Database
        do {
            let writer = try Database(path: folder.path.appending("a.db"), access: .readWrite)
            try writer.transaction { try $0.runMigrationScript(Array("CREATE TABLE t (a INTEGER) STRICT".utf8)) }
            reader = try Database(path: folder.path.appending("a.db"), access: .readOnly)
            _ = try reader.changeStamp
        }
        let before = try reader.changeStamp
        let other = try Database(path: folder.path.appending("a.db"), access: .readWrite)
        try other.transaction { try $0.run("INSERT INTO t VALUES (1)") }
        #expect(try reader.changeStamp != before)
        #expect(try reader.count("SELECT count(*) FROM t") == 1)
    }

    @Test("works without a write-ahead log")
    func inMemory() throws {
        let database = try Database.inMemory()
        #expect(try database.changeStamp == database.changeStamp)
    }
}
