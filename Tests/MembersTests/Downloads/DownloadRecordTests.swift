import DomainTestSupport
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Members
@testable import Nachlese

struct DownloadRecordTests {
    private func record(
        _ world: World, _ parts: Range<Int64>..., of file: FileVersion, by account: Account
    ) throws -> DownloadRecord.Outcome {
        try world.database.transaction {
            try DownloadRecord.record(
                DeliveredRanges(parts), of: file.id, by: account.id, now: world.now, in: $0)
        }
    }

    private func found(_ world: World, _ file: FileVersion, _ account: Account) throws -> DownloadRecord? {
        try DownloadRecord.find(of: file.id, by: account.id, in: world.database)
    }

    @Test("parts add up until the file is complete, and nothing inflates that")
    func addsUp() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let file = try world.presentation(in: module).file
        let account = try world.account()
        let size = file.content.size
        let begun = world.now
        #expect(try record(world, 0..<5, of: file, by: account) == .incomplete)
        #expect(try found(world, file, account)?.delivered.description == "0-4")
        world.hands.advance(60)
        for _ in 0..<3 { #expect(try record(world, 0..<5, 2..<4, of: file, by: account) == .incomplete) }
        #expect(try record(world, 7..<size, of: file, by: account) == .incomplete)
        #expect(try !DownloadRecord.isComplete(file.id, for: account.id, in: world.database))
        #expect(try record(world, 4..<8, of: file, by: account) == .complete)
        let record = try found(world, file, account).unwrapped()
        #expect(record.delivered.description == "0-\(size - 1)")
        #expect(record.begunAt == begun)
        #expect(record.completedAt == world.now)
        #expect(try DownloadRecord.isComplete(file.id, for: account.id, in: world.database))
        world.hands.advance(60)
        #expect(try self.record(world, 0..<size, of: file, by: account) == .complete)
        #expect(try found(world, file, account)?.completedAt == record.completedAt)
    }

    @Test("what is no news is not written, so that no cache is cleared for it")
    func writesNews() throws {
        let world = try World()
        let file = try world.presentation(in: world.module(in: world.series())).file
        let account = try world.account()
        let reader = try Store.openForReading(world.scratch.data)
        _ = try record(world, 0..<5, of: file, by: account)
        // The first stamp of a connection is of another kind.
        _ = try reader.changeStamp
        let before = try reader.changeStamp
        #expect(try record(world, 0..<5, of: file, by: account) == .incomplete)
        #expect(try record(world, 1..<3, of: file, by: account) == .incomplete)
        #expect(try reader.changeStamp == before)
        _ = try record(world, 0..<file.content.size, of: file, by: account)
        let complete = try reader.changeStamp
        #expect(complete != before)
        #expect(try record(world, 0..<file.content.size, of: file, by: account) == .complete)
        #expect(try reader.changeStamp == complete)
    }

    @Test("a replaced file and another person begin anew")
    func separate() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        var presentation = try world.presentation(in: module)
        let account = try world.account()
        let other = try world.account("b@example.org")
        let old = presentation.file
        #expect(try record(world, 0..<old.content.size, of: old, by: account) == .complete)
        #expect(try found(world, old, other) == nil)
        #expect(try DownloadRecord.hasAll(of: module.id, account: account.id, database: world.database))
        let corrected = try world.scratch.data.files.ingest(
            world.scratch.write(Array("%PDF-1.4 corrected".utf8), to: "neu.pdf"))
        try world.database.transaction {
            try presentation.replaceFile(
                name: corrected.name, mediaType: corrected.mediaType, content: corrected.content, now: world.now,
                in: $0)
        }
        #expect(try !DownloadRecord.isComplete(presentation.file.id, for: account.id, in: world.database))
        #expect(try !DownloadRecord.hasAll(of: module.id, account: account.id, database: world.database))
        #expect(
            try DownloadRecord.completed(of: account.id, in: module.id, database: world.database) == [old.id])
        let size = presentation.file.content.size
        #expect(try record(world, 0..<size, of: presentation.file, by: account) == .complete)
        #expect(try DownloadRecord.hasAll(of: module.id, account: account.id, database: world.database))
    }

    @Test("a module is complete with every file it offers, and not when it offers none")
    func wholeModules() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let account = try world.account()
        func hasAll() throws -> Bool {
            try DownloadRecord.hasAll(of: module.id, account: account.id, database: world.database)
        }
        #expect(try !hasAll())
        let first = try world.presentation(in: module).file
        var second = try world.presentation("Zweite", in: module)
        _ = try record(world, 0..<first.content.size, of: first, by: account)
        #expect(try !hasAll())
        try world.database.transaction { try second.withdraw(now: world.now, in: $0) }
        #expect(try hasAll())
    }

    @Test("who or what is gone leaves nothing, and is no fault")
    func gone() throws {
        let world = try World()
        let file = try world.presentation(in: world.module(in: world.series())).file
        let account = try world.account()
        _ = try record(world, 0..<5, of: file, by: account)
        try world.database.transaction { _ = try $0.run("DELETE FROM account WHERE id = ?", account.id) }
        #expect(try found(world, file, account) == nil)
        #expect(try record(world, 0..<5, of: file, by: account) == .gone)
        #expect(try found(world, file, account) == nil)
    }

    @Test("a damaged text claims nothing")
    func damaged() throws {
        let world = try World()
        let file = try world.presentation(in: world.module(in: world.series())).file
        let account = try world.account()
        _ = try record(world, 0..<5, of: file, by: account)
        try world.database.transaction { _ = try $0.run("UPDATE download SET delivered = '0-x'") }
        #expect(try record(world, 6..<8, of: file, by: account) == .incomplete)
        #expect(try found(world, file, account)?.delivered.description == "6-7")
    }
}
