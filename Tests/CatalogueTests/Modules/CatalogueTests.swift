import Codecs
import DomainTestSupport
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Nachlese

struct CatalogueTests {
    @Test("a name is given once")
    func unique() throws {
        let world = try World()
        let series = try world.series()
        _ = try world.module(in: series)
        #expect(throws: SeriesError.exists(try .of("reihe"))) { try world.series() }
        #expect(throws: ModuleError.exists(try .of("modul-iv"))) { try world.module(in: series) }
    }

    @Test("what is in use stays")
    func inUse() throws {
        let world = try World()
        let series = try world.series()
        let module = try world.module(in: series)
        let presentation = try world.presentation(in: module)
        #expect(throws: SeriesError.inUse(series.slug, modules: 1)) {
            try world.database.transaction { try series.remove(in: $0) }
        }
        #expect(throws: ModuleError.inUse(module.slug, presentations: 1)) {
            try world.database.transaction { try module.remove(in: $0) }
        }
        try world.database.transaction { transaction in
            try presentation.remove(in: transaction)
            try module.remove(in: transaction)
            try series.remove(in: transaction)
        }
        #expect(try Series.all(in: world.database).isEmpty)
        #expect(try StoredFile.allNamed(in: world.database).isEmpty)
    }

    @Test("a module is published, withdrawn, and published again")
    func visibility() throws {
        let world = try World()
        var module = try world.module(in: world.series(), published: false)
        #expect(module.visibility == .draft)
        #expect(throws: ModuleError.notPublished(module.slug)) {
            try world.database.transaction { try module.withdraw(now: world.now, in: $0) }
        }
        try world.database.transaction { try module.publish(now: world.now, in: $0) }
        #expect(throws: ModuleError.alreadyPublished(module.slug)) {
            try world.database.transaction { try module.publish(now: world.now, in: $0) }
        }
        try world.database.transaction { try module.withdraw(now: world.now, in: $0) }
        #expect(try Module.get(module.slug, in: world.database).visibility == .withdrawn(world.now))
        #expect(throws: ModuleError.alreadyWithdrawn) {
            try world.database.transaction { try module.withdraw(now: world.now, in: $0) }
        }
        try world.database.transaction { try module.publish(now: world.now, in: $0) }
        #expect(try ListedModule.all(in: world.database).first?.heading.id == module.id)
    }

    @Test("presentations keep their address, number their likes, and take an order")
    func presentations() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let first = try world.presentation("Größe", in: module)
        let second = try world.presentation("Größe", in: module)
        let third = try world.presentation("…", in: module)
        #expect([first, second, third].map(\.slug.rawValue) == ["groesse", "groesse-2", "quelle-pdf"])
        #expect([first, second, third].map(\.position) == [1, 2, 3])
        try world.database.transaction {
            try Presentation.order([third.id, first.id, second.id], of: module, in: $0)
        }
        let ordered = try Presentation.all(of: module.id, in: world.database)
        #expect(ordered.map(\.id) == [third.id, first.id, second.id])
        for wrong in [[], [first.id], [first.id, first.id, second.id], [first.id, second.id, .init(rawValue: 99)]] {
            #expect(throws: PresentationError.self) {
                try world.database.transaction { try Presentation.order(wrong, of: module, in: $0) }
            }
        }
    }

    @Test("a corrected file takes the place of the old one, which stays")
    func versions() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        var presentation = try world.presentation(in: module)
        let old = presentation.file
        let corrected = try world.scratch.data.files.ingest(
            world.scratch.write(Array("%PDF-1.5 neu".utf8), to: "neu.pdf"))
        try world.database.transaction {
            try presentation.replaceFile(
                name: corrected.name, mediaType: corrected.mediaType, content: corrected.content, now: world.now,
                in: $0)
        }
        let found = try Presentation.get(presentation.id, in: world.database)
        #expect(found.slug == presentation.slug)
        #expect(found.file.number == 2 && found.file.name.rawValue == "neu.pdf")
        #expect(Set(try StoredFile.allNamed(in: world.database)) == [old.content, corrected.content])
    }
}
