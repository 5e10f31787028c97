import Mail
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct PictureServingTests {
    private let report = "Anfang\n\n![Der *Saal*](saal.png)\n\n![](linie.png)\n\n![Fehlt](fehlt.png)"

    @Test func `a report shows its pictures in the room they take, with their words`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series(), report: report)
            try await world.picture(alternative: "Ein \"Saal\" <voll>", in: module)
            try await world.picture("linie.png", alternative: nil, in: module)
            let text = try world.client.get("/modules/modul-iv").text
            #expect(
                text.contains(
                    """
                    <figure>
                    <img src="/pictures/modul-iv/saal.png" alt="Ein &#34;Saal&#34; &lt;voll&gt;" width="64" height="32" \
                    loading="lazy" decoding="async">
                    <figcaption>Der <em>Saal</em></figcaption>
                    </figure>
                    """))
            #expect(text.contains("<img src=\"/pictures/modul-iv/linie.png\" alt=\"\" width"))
            #expect(text.split(separator: "<figcaption").count == 2)
            #expect(!text.contains("fehlt.png"))
            // On the start page, beside a link to the report, it only decorates.
            #expect(try world.client.get("/").text.contains("<img src=\"/pictures/modul-iv/saal.png\" alt=\"\" width"))
        }
    }

    @Test func `a picture is sent as what it is, and asked for again with every use`() async throws {
        try await World.run { world in
            let bytes = PictureSamples.png(width: 64, height: 32)
            let module = try await world.module(in: try await world.series())
            try await world.picture(in: module, bytes: bytes)
            let reply = try world.client.get("/pictures/modul-iv/saal.png")
            #expect(reply.status == 200)
            #expect(reply.body == bytes)
            #expect(reply["Content-Type"] == "image/png")
            #expect(reply["X-Content-Type-Options"] == "nosniff")
            #expect(reply["Cache-Control"] == "no-cache")
            #expect(reply["Content-Security-Policy"] == "default-src 'none'; sandbox")
            #expect(reply["Set-Cookie"] == nil)
            let tag = try reply["ETag"].unwrapped()
            let again = try world.client.get("/pictures/modul-iv/saal.png", ("If-None-Match", tag))
            #expect(again.status == 304)
            #expect(again["ETag"] == tag)
            #expect(again.body.isEmpty)
            #expect(try world.client.get("/pictures/modul-iv/anderer.png").status == 404)
            #expect(try world.client.get("/pictures/modul-x/saal.png").status == 404)
        }
    }

    @Test func `nobody gets a picture of a module that is not public`() async throws {
        try await World.run { world in
            let draft = try await world.module(in: try await world.series(), published: false)
            try await world.picture(in: draft)
            let cookie = try await world.session(of: try await world.account(admittedTo: draft))
            #expect(try world.client.get("/pictures/modul-iv/saal.png", cookie: cookie).status == 404)
            let now = world.now
            try await world.writer.write { transaction in
                var module = draft
                try module.publish(now: now, in: transaction)
            }
            let tag = try world.client.get("/pictures/modul-iv/saal.png")["ETag"].unwrapped()
            try await world.writer.write { transaction in
                var module = try Module.get(draft.slug, in: transaction.database)
                try module.withdraw(now: now, in: transaction)
            }
            // Not even who has it is told that it is still the same.
            let reply = try world.client.get("/pictures/modul-iv/saal.png", cookie: cookie, ("If-None-Match", tag))
            #expect(reply.status == 410)
        }
    }
}
