import Codecs
import DomainTestSupport
import Glibc
import Platform
import SystemPackage
import TestSupport
import Testing

@testable import Catalogue
@testable import Nachlese

struct FileStoreTests {
    @Test("keeps a file by its content, once")
    func ingests() throws {
        let scratch = try TemporaryFolder()
        let store = scratch.data.files
        let bytes = Array("%PDF-1.7\n".utf8) + (0..<700_000).map { UInt8(truncatingIfNeeded: $0) }
        let source = try scratch.write(bytes, to: "Größe \"neu\".pdf")
        let file = try store.ingest(source)
        #expect(file.name.rawValue == "Größe \"neu\".pdf")
        #expect(file.mediaType == "application/pdf")
        #expect(file.content.size == Int64(bytes.count))
        var checksum = CRC32()
        checksum.update(bytes.span)
        #expect(file.content.crc32 == checksum.value)
        #expect(try TemporaryFolder.read(store.path(of: file.content)) == bytes)
        #expect(try TemporaryFolder.read(source) == bytes)
        let again = try store.ingest(source, name: FileName(rawValue: "anders.pdf"))
        #expect(again.content == file.content)
        #expect(try Folder.names(in: store.folder) == [String(file.content.hexadecimal.prefix(2))])
    }

    @Test(
        "refuses what it cannot offer, and leaves nothing",
        arguments: [
            ("leer.pdf", "", IngestError.empty),
            ("falsch.pdf", "PK\u{3}\u{4}", .kind(.contentDiffers(from: "pdf"))),
            ("falsch.pptx", "%PDF-1.4", .kind(.contentDiffers(from: "pptx"))),
            (".pdf", "%PDF-1.4", .badName), ("a\u{202E}b.pdf", "%PDF-1.4", .badName),
        ])
    func refuses(name: String, content: String, expected: IngestError) throws {
        let scratch = try TemporaryFolder()
        let source = try scratch.write(Array(content.utf8), to: name)
        #expect(throws: expected) { try scratch.data.files.ingest(source) }
        let folder = scratch.data.files.folder
        #expect(try FileStatus.ifThere(folder) == nil || Folder.names(in: folder).isEmpty)
    }

    @Test("refuses what is no file")
    func notAFile() throws {
        let scratch = try TemporaryFolder()
        let store = scratch.data.files
        #expect(throws: IngestError.notFound) { try store.ingest(scratch.path.appending("fehlt.pdf")) }
        let pipe = scratch.path.appending("rohr.pdf")
        _ = unsafe pipe.withPlatformString { unsafe mkfifo($0, 0o600) }
        #expect(throws: IngestError.notAFile) { try store.ingest(pipe) }
        let folder = scratch.path.appending("ordner.pdf")
        _ = unsafe folder.withPlatformString { unsafe mkdir($0, 0o700) }
        #expect(throws: IngestError.notAFile) { try store.ingest(folder) }
    }

    @Test("names the kinds it knows")
    func unknownKind() throws {
        let scratch = try TemporaryFolder()
        let source = try scratch.write(Array("MZ".utf8), to: "programm.exe")
        #expect {
            try scratch.data.files.ingest(source)
        } throws: { error in
            guard case .kind(.unknownExtension("exe", let known)) = error as? IngestError else { return false }
            return known.contains("pdf") && known.contains("pptx")
        }
    }

    @Test("removes what no row names once it has had its time, and nothing else")
    func removesUnnamed() throws {
        let world = try World()
        let named = try world.presentation(in: world.module(in: world.series())).file.content
        let store = world.scratch.data.files
        let left = try store.ingest(world.scratch.write(Array("%PDF-1 left".utf8), to: "l.pdf")).content
        let present = WallClock.system.now
        for (now, expected) in [(present, 0), (present + 3700, 1), (present + 7400, 0)] {
            let leftovers = try world.leftovers(now: now)
            #expect(leftovers.map(\.digest) == (expected == 1 ? [left.digest] : []))
            #expect(try world.remove(leftovers, now: now) == expected)
        }
        #expect(store.holds(named) && !store.holds(left))
    }

    @Test("keeps what gets its row, or is taken in again, while the store is looked through")
    func keepsWhatIsNamedMeanwhile() throws {
        let world = try World()
        let store = world.scratch.data.files
        let source = try world.scratch.write(Array("%PDF-1 again".utf8), to: "nochmal.pdf")
        let content = try store.ingest(source).content
        let module = try world.module(in: world.series())
        let later = WallClock.system.now + 3700
        let leftovers = try world.leftovers(now: later)
        #expect(leftovers.map(\.digest) == [content.digest])
        try world.age(content, to: WallClock.system.now + -3700)
        #expect(try store.ingest(source).content == content)
        #expect(try world.remove(leftovers, now: WallClock.system.now) == 0)
        _ = try world.presentation(in: module, of: source)
        #expect(try world.remove(leftovers, now: later) == 0)
        #expect(store.holds(content))
    }

    @Test("sweeps what a killed process left, not what is being written")
    func sweeps() throws {
        let scratch = try TemporaryFolder()
        let store = scratch.data.files
        try Folder.create(store.folder)
        let left = store.folder.appending(AtomicFile.prefix + "left")
        try FileDescriptor.open(left, .writeOnly, options: .create, permissions: .ownerReadWrite).close()
        let present = try AtomicFile(in: store.folder)
        store.sweep()
        #expect(try Folder.names(in: store.folder).count == 1)
        try present.publish(as: store.folder.appending("kept"), onConflict: .fail)
        #expect(try Folder.names(in: store.folder) == ["kept"])
    }
}
