import Nachlese
import TestSupport
import Testing

@testable import Website

@Suite struct OpenFilesTests {
    @Test func `keeps the files used last and no more than it may`() throws {
        let scratch = try TemporaryFolder()
        let store = scratch.data.files
        let contents = try (0..<5).map { number in
            try store.ingest(
                scratch.write(Array("%PDF-\(number)".utf8), to: "quelle.pdf")
            ).content
        }
        var files = OpenFiles(capacity: 3)
        let first = try files.open(contents[0], in: store)
        _ = try files.open(contents[1], in: store)
        _ = try files.open(contents[2], in: store)
        #expect(try files.open(contents[0], in: store) === first)
        _ = try files.open(contents[3], in: store)
        #expect(files.count == 3)
        #expect(try files.open(contents[0], in: store) === first)
    }

    @Test func `refuses what is not there as it should be`() throws {
        let scratch = try TemporaryFolder()
        let store = scratch.data.files
        let stored = try store.ingest(scratch.write(Array("%PDF-1".utf8), to: "quelle.pdf")).content
        let longer = StoredFile(digest: stored.digest, crc32: stored.crc32, size: stored.size + 1)
        let absent = StoredFile(digest: Array(repeating: 7, count: 32), crc32: 0, size: 3)
        var files = OpenFiles()
        #expect(throws: SiteFault.self) { _ = try files.open(longer, in: store) }
        #expect(throws: SiteFault.self) { _ = try files.open(absent, in: store) }
    }
}
