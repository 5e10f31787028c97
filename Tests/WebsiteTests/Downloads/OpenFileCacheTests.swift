import HTTP
import TestSupport
import Testing

@testable import Catalogue
@testable import Nachlese
@testable import Website

@Suite struct OpenFileCacheTests {
    @Test func `keeps the files used last and no more than it may`() throws {
        let scratch = try TemporaryFolder()
        let store = scratch.data.files
        let contents = try (0..<5).map { number in
            try store.ingest(
                scratch.write(Array("%PDF-\(number)".utf8), to: "quelle.pdf")
            ).content
        }
        let files = OpenFileCache(store, capacity: 3)
        let first = try files.open(contents[0])
        _ = try files.open(contents[1])
        _ = try files.open(contents[2])
        #expect(try files.open(contents[0]) === first)
        _ = try files.open(contents[3])
        #expect(files.count == 3)
        #expect(try files.open(contents[0]) === first)
    }

    @Test func `a small content comes from memory, a large one from its file`() throws {
        let scratch = try TemporaryFolder()
        let store = scratch.data.files
        let files = OpenFileCache(store, capacity: 1, smallCapacity: 2)
        let limit = Int(OpenFileCache.smallSize)
        for (size, isSmall) in [(5, true), (limit, true), (limit + 1, false)] {
            let bytes = Array("%PDF-".utf8) + (5..<size).map { UInt8(truncatingIfNeeded: $0) }
            let content = try store.ingest(scratch.write(bytes, to: "quelle.pdf")).content
            let key = DigestKey(content.digest)
            for _ in 0..<2 {
                switch try files.body(of: content, key) {
                case .bytes(let bytes): #expect(isSmall && bytes == bytes)
                case .file(let region): #expect(!isSmall && region.count == Int64(size))
                default: Issue.record("no body")
                }
            }
            // The bytes in memory do not depend on the file any more.
            if isSmall {
                store.discard(content)
                #expect(throws: Never.self) { _ = try files.body(of: content, key) }
            }
        }
        #expect(files.count == 1)
        #expect(files.smallCount == 2)
    }

    @Test func `refuses what is not there as it should be`() throws {
        let scratch = try TemporaryFolder()
        let store = scratch.data.files
        let stored = try store.ingest(scratch.write(Array("%PDF-1".utf8), to: "quelle.pdf")).content
        let longer = StoredFile(digest: stored.digest, crc32: stored.crc32, size: stored.size + 1)
        let absent = StoredFile(digest: Array(repeating: 7, count: 32), crc32: 0, size: 3)
        let files = OpenFileCache(store)
        #expect(throws: StoredContentError.self) { _ = try files.open(longer) }
        #expect(throws: StoredContentError.self) { _ = try files.open(absent) }
    }
}
