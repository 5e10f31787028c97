import Codecs
import DomainTestSupport
import Glibc
import SQLite
import SystemPackage
import TestSupport
import Testing

@testable import Catalogue
@testable import Nachlese

@Suite(.timeLimit(.minutes(15))) struct FileCheckTests {
    /// A presentation with its file, and the path of that from the scratch folder.
    private func make(in world: World, _ content: String = "%PDF-1.4 eins") throws -> (Presentation, name: String) {
        let module = try world.module(in: try world.series())
        let source = try world.scratch.write(Array(content.utf8), to: "folien.pdf")
        let file = try world.scratch.data.files.ingest(source)
        let presentation = try world.database.transaction {
            try Presentation.add(
                .init(
                    title: Label("Folien"), speaker: Label(), organisation: Label(), audience: .admitted,
                    fileName: file.name, mediaType: file.mediaType, content: file.content),
                to: module.id, now: world.now, in: $0)
        }
        return (presentation, "data/files/\(file.content.relativePath)")
    }

    private func findings(_ world: World, isReading: Bool = false, later: Int64 = 0) throws -> [FileStore.Finding] {
        // Files have the time of the machine.
        let now = Timestamp(rawValue: Int64(time(nil)) + later)
        return try world.scratch.data.files.check(world.database, now: now, isReading: isReading).findings
    }

    @Test func `what lies as its row says is in order`() throws {
        let world = try World()
        #expect(try findings(world).isEmpty)
        let (presentation, _) = try make(in: world)
        #expect(try findings(world, isReading: true, later: 9999).isEmpty)
        let uses = try presentation.file.content.uses(in: world.database)
        #expect(uses == [.presentation(presentation.id, title: "Folien", module: try .of("modul-iv"), version: 1)])
    }

    @Test func `missing, shortened and changed files are found`() throws {
        let world = try World()
        let (presentation, name) = try make(in: world)
        let content = presentation.file.content
        try world.scratch.write(Array("%PDF-1.4 zwei".utf8), to: name)
        #expect(try findings(world).isEmpty)
        #expect(try findings(world, isReading: true) == [.damaged(content)])
        try world.scratch.write(Array("%PDF".utf8), to: name)
        #expect(try findings(world, isReading: true) == [.otherSize(content, bytes: 4)])
        #expect(unsafe unlink(world.scratch.path.pushing(FilePath(name)).string) == 0)
        #expect(try findings(world) == [.missing(content)])
    }

    @Test func `a file without a row is told of once it is not fresh, and what is no content at once`() throws {
        let world = try World()
        let (presentation, name) = try make(in: world)
        try world.database.transaction { try presentation.remove(in: $0) }
        #expect(try findings(world).isEmpty)
        let path = world.scratch.path.pushing(FilePath(name))
        #expect(try findings(world, later: 61) == [.unnamed(path)])
        try world.scratch.write([1], to: "data/files/notiz")
        #expect(try findings(world) == [.unknown(world.scratch.path.pushing("data/files/notiz"))])
    }
}
