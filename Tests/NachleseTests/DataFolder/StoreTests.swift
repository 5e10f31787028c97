import DomainTestSupport
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Catalogue
@testable import Nachlese

struct StoreTests {
    @Test("makes everything for its owner only")
    func modes() throws {
        let world = try World()
        let file = try world.scratch.data.files.ingest(world.scratch.write(Array("%PDF-1".utf8), to: "a.pdf"))
        let data = world.scratch.data
        for path in [data.path, data.files.folder, data.files.path(of: file.content).removingLastComponent()] {
            #expect(mode(of: path) == 0o700)
        }
        for path in [data.database, data.key, data.files.path(of: file.content)] {
            #expect(mode(of: path) == 0o600)
        }
    }

    private func mode(of path: FilePath) -> UInt32? {
        var status = stat()
        guard unsafe lstat(path.string, &status) == 0 else { return nil }
        return status.st_mode & 0o777
    }

    @Test("opens for reading only what is there and up to date")
    func reading() throws {
        let scratch = try TemporaryFolder()
        #expect(throws: (any Error).self) { try Store.openForReading(scratch.data) }
        _ = try Store.openForWriting(scratch.data)
        let reader = try Store.openForReading(scratch.data)
        #expect(try Series.all(in: reader).isEmpty)
    }

    @Test("says when something else is in the folder's place")
    func notAFolder() throws {
        let scratch = try TemporaryFolder()
        let place = try scratch.write([1], to: "data")
        #expect(throws: Errno.notDirectory) { try DataFolder(place).create() }
    }
}
