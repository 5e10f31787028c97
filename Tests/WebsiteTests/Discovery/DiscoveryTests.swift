import Mail
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct DiscoveryTests {
    @Test func `the feed has the published reports, with identifiers that stay`() async throws {
        try await World.run {
            $0.publicURL = PublicURL("https://slides.example.org")
            $0.serviceName = "A & B"
        } _: { world in
            let series = try await world.series()
            let module = try await world.module(
                in: series, title: "Netze <&>", report: "Fragen an a@b.example, \u{FFFE}ja.")
            try await world.module("entwurf", in: series, title: "Geheimes", published: false)
            let host = ("Host", "slides.example.org")
            let reply = try world.client.get("/feed.xml", host)
            #expect(reply["Content-Type"] == "application/atom+xml; charset=utf-8")
            #expect(reply["Vary"] == nil)
            #expect(reply.text.contains("<title>A &amp; B</title>"))
            #expect(reply.text.contains("<id>tag:slides.example.org,2017-02-02:modules/modul-iv</id>"))
            #expect(reply.text.contains("<title>Modul IV: Netze &lt;&amp;&gt;</title>"))
            #expect(reply.text.contains("<summary>Fragen an …, ja.</summary>"))
            #expect(reply.text.contains("<updated>2017-02-02T12:00:00Z</updated>"))
            #expect(!reply.text.contains("Geheimes"))
            let tag = try reply["ETag"].unwrapped()
            #expect(try world.client.get("/feed.xml", host, ("If-None-Match", tag)).status == 304)
            let english = try world.client.get("/feed.xml?lang=en", host).text
            #expect(english.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">"))
            #expect(english.contains("<entry xml:lang=\"de\">"))
            #expect(english.contains("href=\"https://slides.example.org/modules/modul-iv?lang=en\""))
            #expect(english.contains("<id>tag:slides.example.org,2017-02-02:modules/modul-iv</id>"))
            world.advance(60)
            let now = world.now
            try await world.writer.write { transaction in
                var changed = module
                changed.report = "Neu."
                try changed.save(now: now, in: transaction)
            }
            let updated = try world.client.get("/feed.xml", host).text
            #expect(updated.contains("<updated>2017-02-02T12:01:00Z</updated>"))
            #expect(updated.contains("<published>2017-02-02T12:00:00Z</published>"))
            #expect(updated.contains("<summary>Neu.</summary>"))
        }
    }

    @Test func `the sitemap lists what is public in both languages`() async throws {
        try await World.run { world in
            let series = try await world.series()
            let module = try await world.module(in: series)
            try await world.module("entwurf", in: series, published: false)
            world.advance(3600)
            try await world.presentation(in: module)
            let text = try world.client.get("/sitemap.xml").text
            let places = text.split(separator: "<loc>").dropFirst().compactMap { $0.split(separator: "<").first }
            let base = "http://127.0.0.1:8087"
            #expect(
                places.map(String.init) == [
                    "\(base)/", "\(base)/?lang=en", "\(base)/series/reihe", "\(base)/series/reihe?lang=en",
                    "\(base)/modules/modul-iv", "\(base)/modules/modul-iv?lang=en",
                ])
            #expect(text.contains("<lastmod>2017-02-02T13:00:00Z</lastmod>"))
            #expect(text.contains("hreflang=\"en\" href=\"\(base)/modules/modul-iv?lang=en\"/>"))
            let robots = try world.client.get("/robots.txt")
            #expect(robots.text.contains("\nSitemap: \(base)/sitemap.xml\n"))
            #expect(robots["Content-Type"] == "text/plain; charset=utf-8")
        }
    }

    @Test func `public pages name their home, all others are not for a search`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series(), report: "Ein Bericht.")
            let base = "http://127.0.0.1:8087"
            let text = try world.client.get("/modules/modul-iv?lang=en&file=x").text
            #expect(text.contains("<link rel=\"canonical\" href=\"\(base)/modules/modul-iv?lang=en\">"))
            #expect(text.contains("hreflang=\"de\" href=\"\(base)/modules/modul-iv\">"))
            #expect(text.contains("hreflang=\"x-default\" href=\"\(base)/modules/modul-iv\">"))
            #expect(text.contains("<meta property=\"og:type\" content=\"article\">"))
            #expect(text.contains("<meta property=\"og:description\" content=\"Ein Bericht.\">"))
            #expect(text.contains("<meta property=\"og:locale\" content=\"en_GB\">"))
            #expect(text.contains("title=\"New reports (Atom)\" href=\"/feed.xml?lang=en\">"))
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            for path in ["/", "/series/reihe", "/modules/modul-iv"] {
                let text = try world.client.get(path).text
                #expect(text.contains("rel=\"canonical\" href=\"\(base)\(path)\""))
                #expect(!text.contains("noindex"))
            }
            for path in ["/login", "/password/forgotten", "/nix", "/imprint", "/account", "/account/password"] {
                let text = try world.client.get(path, cookie: path.contains("account") ? cookie : nil).text
                #expect(text.contains("<meta name=\"robots\" content=\"noindex\">"), "\(path)")
                #expect(!text.contains("canonical"))
            }
        }
    }
}
