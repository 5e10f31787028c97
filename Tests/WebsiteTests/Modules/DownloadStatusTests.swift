import HTTP
import Mail
import Nachlese
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Members
@testable import Website

/// What members are told about what they have, and what is new.
@Suite(.timeLimit(.minutes(15))) struct DownloadStatusTests {
    private let texts = DownloadStatusTexts.german

    private func deliver(_ range: Range<Int64>, of presentation: Presentation, to account: Account, _ world: World)
        async throws
    {
        let tag = try world.ledger.tag(
            for: account.id, presentation.file.id, addedAt: presentation.file.addedAt
        ).unwrapped()
        world.ledger.note([range], of: tag)
        try await world.ledger.flush(with: world.recorder)
    }

    /// The page without the marks around days.
    private func plain(_ reply: Reply) -> String {
        reply.text.replacing(#/</?time[^>]*>/#, with: "")
    }

    @Test func `each row says what its reader has of it`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let whole = try await world.presentation("Ganz", in: module)
            let part = try await world.presentation("Halb", in: module)
            try await world.presentation("Nichts", in: module)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account)
            let size = whole.file.content.size
            try await deliver(0..<size, of: whole, to: account, world)
            try await deliver(0..<2, of: part, to: account, world)
            let rows = try plain(world.client.get("/modules/modul-iv", cookie: cookie)).split(separator: "<li id=")
            #expect(rows[1].contains(texts.complete("2. Februar 2017")))
            #expect(rows[2].contains(texts.begun))
            #expect(!rows[3].contains("class=\"state"))
            for path in ["/", "/series/reihe", "/account"] {
                #expect(try world.client.get(path, cookie: cookie).text.contains(texts.completeCount(1, 3)))
            }
            // Nobody else learns of it.
            let other = try await world.session(of: try await world.account("b@example.org", admittedTo: module))
            #expect(try !world.client.get("/modules/modul-iv", cookie: other).text.contains("class=\"state"))
            #expect(try !world.client.get("/modules/modul-iv").text.contains("class=\"state"))
        }
    }

    @Test func `what came since the last visit is new until it was downloaded or the visit is over`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            try await world.presentation("Alt", in: module)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account, isRemembered: true)
            func page(_ path: String = "/modules/modul-iv") throws -> String {
                try plain(world.client.get(path, cookie: cookie))
            }
            // Everything is new at the first visit, so nothing is.
            #expect(try !page().contains(texts.newSince("2. Februar 2017")))
            world.advance(86_400)
            let fresh = try await world.presentation("Neu", in: module)
            for _ in 0..<3 {
                let rows = try page().split(separator: "<li id=")
                #expect(!rows[1].contains("class=\"state"))
                #expect(rows[2].contains(texts.newSince("2. Februar 2017")))
                #expect(try page("/account").contains(texts.newCount(1)))
                try await world.sessionUses.flush(with: world.writer)
                world.advance(Session.touchInterval)
            }
            try await deliver(0..<fresh.file.content.size, of: fresh, to: account, world)
            #expect(try !page().contains(texts.newSince("2. Februar 2017")))
            #expect(try page().contains(texts.complete("3. Februar 2017")))
        }
    }

    @Test func `a replaced file is called new to who has the former one`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account, isRemembered: true)
            try await deliver(0..<presentation.file.content.size, of: presentation, to: account, world)
            world.advance(86_400)
            let now = world.now
            try await world.writer.write { transaction in
                var presentation = presentation
                try presentation.replaceFile(
                    name: presentation.file.name, mediaType: presentation.file.mediaType,
                    content: presentation.file.content, now: now, in: transaction)
            }
            let text = try plain(world.client.get("/modules/modul-iv", cookie: cookie))
            #expect(text.contains(texts.newVersionSince("2. Februar 2017")))
            #expect(text.contains(texts.earlierVersion))
            #expect(text.contains(texts.updated("3. Februar 2017")))
            #expect(try plain(world.client.get("/modules/modul-iv")).contains(texts.updated("3. Februar 2017")))
        }
    }

    @Test func `a module that was published since then is new with all that it has`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series(), published: false)
            try await world.presentation(in: module)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account, isRemembered: true)
            world.advance(86_400)
            let now = world.now
            try await world.writer.write { transaction in
                var module = module
                try module.publish(now: now, in: transaction)
            }
            #expect(try world.client.get("/", cookie: cookie).text.contains(texts.newCount(1)))
        }
    }
}
