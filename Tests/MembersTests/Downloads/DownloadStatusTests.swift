import DomainTestSupport
import SQLite
import Testing

@testable import Catalogue
@testable import Members

struct DownloadStatusTests {
    @Test("tells what of the present files somebody has")
    func holdings() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        var presentation = try world.presentation(in: module)
        let account = try world.account()
        let other = try world.account("other@example.org")
        func holding() throws -> DownloadStatus? {
            try DownloadStatus.all(of: account.id, in: module.id, database: world.database)[presentation.id]
        }
        func deliver(_ range: Range<Int64>) throws {
            _ = try world.database.transaction {
                try DownloadRecord.record(
                    DeliveredRanges([range]), of: presentation.file.id, by: account.id, now: world.now, in: $0)
            }
        }
        let content = presentation.file.content
        #expect(try holding() == nil)
        try deliver(0..<2)
        #expect(try holding() == .begun)
        try deliver(0..<content.size)
        #expect(try holding() == .complete(world.now))
        try world.database.transaction {
            try presentation.replaceFile(
                name: presentation.file.name, mediaType: presentation.file.mediaType, content: content, now: world.now,
                in: $0)
        }
        #expect(try holding() == .earlierVersion)
        try deliver(0..<2)
        #expect(try holding() == .earlierVersion)
        world.hands.advance(60)
        try deliver(0..<content.size)
        #expect(try holding() == .complete(world.now))
        #expect(try DownloadStatus.all(of: other.id, in: module.id, database: world.database).isEmpty)
    }
}
