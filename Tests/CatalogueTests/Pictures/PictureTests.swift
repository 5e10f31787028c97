import Codecs
import DomainTestSupport
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Nachlese

struct PictureTests {
    private let bytes = PictureSamples.png(width: 64, height: 32)

    private func add(_ name: String, _ world: World, to module: Module) throws -> Picture {
        let content = try world.scratch.data.files.ingest(bytes)
        return try world.database.transaction {
            try Picture.add(
                .init(
                    name: PictureName(name).unwrapped(), alternative: Label("Ein Saal"), facts: PictureFacts(bytes),
                    content: content),
                to: module, now: world.now, in: $0)
        }
    }

    @Test(
        "names are made from those of files",
        arguments: [
            ("Großer Saal.JPEG", "grosser-saal.jpg"), ("saal.jpg", "saal.jpg"), ("a.b.jpg", "a-b.jpg"),
            ("saal", "saal.jpg"),
        ])
    func names(file: String, name: String) {
        #expect(PictureName(fileName: file, format: .jpeg)?.rawValue == name)
    }

    @Test(
        "nothing else is a name",
        arguments: ["", "saal", "Saal.jpg", "saal.gif", "saal.jpeg", "a/b.jpg", ".jpg", "a..jpg"])
    func noNames(text: String) {
        #expect(PictureName(text) == nil)
    }

    @Test("a picture belongs to its module, under a name that only it has there")
    func add() throws {
        let world = try World()
        let series = try world.series()
        let module = try world.module(in: series)
        let picture = try add("saal.png", world, to: module)
        #expect(picture.width == 64 && picture.height == 32)
        let found = try Picture.all(of: module.id, in: world.database)
        #expect(found.map(\.name.rawValue) == ["saal.png"])
        #expect(found[0].alternative == "Ein Saal" && found[0].content == picture.content)
        #expect(throws: PictureError.exists(picture.name, module: module.slug)) {
            try add("saal.png", world, to: module)
        }
        try world.database.transaction {
            var changed = picture
            changed.alternative = nil
            try changed.save(in: $0)
        }
        #expect(try Picture.get(picture.name, of: module, in: world.database).alternative == nil)
        try world.database.transaction { try picture.remove(in: $0) }
        #expect(throws: PictureError.unknown(picture.name, module: module.slug)) {
            try Picture.get(picture.name, of: module, in: world.database)
        }
    }

    @Test("its file is kept for as long as a picture names it")
    func sweeping() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let picture = try add("saal.png", world, to: module)
        let store = world.scratch.data.files
        let late = world.now + 100_000
        try world.age(picture.content, to: world.now)
        #expect(try StoredFile.allNamed(in: world.database) == [picture.content])
        #expect(try world.leftovers(now: late).isEmpty)
        try world.database.transaction { try module.remove(in: $0) }
        #expect(try StoredFile.allNamed(in: world.database).isEmpty)
        #expect(try world.remove(world.leftovers(now: late), now: late) == 1)
        #expect(!store.holds(picture.content))
    }

    @Test("the same octets are stored once, however they came")
    func ingest() throws {
        let world = try World()
        let store = world.scratch.data.files
        let source = try world.scratch.write(bytes, to: "saal.png")
        #expect(try store.ingest(bytes) == store.ingest(source).content)
        #expect(throws: IngestError.empty) { try store.ingest([UInt8]()) }
    }
}
