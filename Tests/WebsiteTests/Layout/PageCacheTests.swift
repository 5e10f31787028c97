import Catalogue
import Codecs
import Members
import Nachlese
import SQLite
import TestSupport
import Testing

/// Pages are kept for all readers, and each sees their own.
@Suite struct PageCacheTests {
    @Test func `members of one kind see their own names, forms and holdings on one page`() async throws {
        try await World.run { world in
            let series = try await world.series()
            let module = try await world.module(in: series)
            let presentation = try await world.presentation(in: module)
            let one = try await world.account("eins@example.org", name: "Erika <Eins>", admittedTo: module)
            let two = try await world.account("zwei@example.org", name: "Zacharias Zwei", admittedTo: module)
            let now = world.now
            try await world.writer.write {
                _ = try DownloadRecord.record(
                    DeliveredRanges([0..<presentation.file.content.size]), of: presentation.file.id, by: one.id,
                    now: now, in: $0)
            }
            let cookies = (try await world.session(of: one), try await world.session(of: two))
            for path in ["/", "/series/reihe", "/modules/modul-iv", "/account", "/contact"] {
                // Each twice, so that what one of them was sent could be the other's.
                for _ in 0..<2 {
                    let first = try world.client.get(path, cookie: cookies.0)
                    let second = try world.client.get(path, cookie: cookies.1)
                    let guest = try world.client.get(path)
                    #expect(first.text.contains("Erika &lt;Eins&gt;"))
                    #expect(!first.text.contains("Zacharias"))
                    #expect(second.text.contains("Zacharias Zwei"))
                    #expect(!second.text.contains("Erika"))
                    #expect(!guest.text.contains("Erika") && !guest.text.contains("Zacharias"))
                    #expect(!guest.text.contains("name=\"token\""))
                    let tokens = try (first.hidden("token").unwrapped(), second.hidden("token").unwrapped())
                    #expect(tokens.0 != tokens.1)
                    #expect(first["Cache-Control"] == "no-store")
                    #expect(!second.text.contains("class=\"state have\"") && !second.text.contains("class=\"have\""))
                    if path == "/modules/modul-iv" { #expect(first.text.contains("class=\"state have\"")) }
                    if path == "/" || path == "/account" { #expect(first.text.contains("class=\"have\"")) }
                }
            }
        }
    }

    @Test func `a change of anything on a page is seen by the next request`() async throws {
        try await World.run { world in
            let series = try await world.series(summary: "Erste Fassung.")
            var module = try await world.module(in: series, report: "Erste Fassung.")
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account)
            func texts(_ path: String) throws -> [String] {
                [try world.client.get(path).text, try world.client.get(path, cookie: cookie).text]
            }
            for text in try texts("/modules/modul-iv") + texts("/series/reihe") + texts("/") {
                #expect(text.contains("Erste Fassung."))
            }
            let now = world.now
            module.report = "Zweite *Fassung*."
            try await world.writer.write { [module] in try module.save(now: now, in: $0) }
            for text in try texts("/modules/modul-iv") {
                #expect(text.contains("<p>Zweite <em>Fassung</em>.</p>"))
                #expect(!text.contains("Erste"))
            }
            for text in try texts("/") { #expect(text.contains("Zweite Fassung.")) }
            // The text stays, its subject and its pictures change.
            module.report = "Mail an buero@example.org.\n\n![](saal.png)"
            try await world.writer.write { [module] in try module.save(now: now, in: $0) }
            for text in try texts("/modules/modul-iv") { #expect(!text.contains("<figure>")) }
            try await world.picture(in: module)
            module.title = "Anderes"
            try await world.writer.write { [module] in try module.save(now: now, in: $0) }
            for text in try texts("/modules/modul-iv") {
                #expect(text.contains("<figure>"))
                #expect(text.contains("subject=Modul%20IV%3A%20Anderes"))
                #expect(!text.contains("Netzwerke"))
            }
            try await world.presentation("Neue Folien", in: module)
            for text in try texts("/modules/modul-iv") { #expect(text.contains("Neue Folien")) }
            for text in try texts("/") { #expect(text.contains("1\u{A0}Präsentation<")) }
            try await world.writer.write { [id = module.id] in
                _ = try Admission.withdraw(.module(id), from: account.id, in: $0)
            }
            #expect(try texts("/modules/modul-iv")[1].contains("in Ihrem Zugang nicht enthalten"))
        }
    }

    @Test func `an admission that ends with time ends on a kept page, too`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            try await world.presentation(in: module)
            let account = try await world.account(admittedTo: module, until: world.now + 60)
            let cookie = try await world.session(of: account)
            let locked = "in Ihrem Zugang nicht enthalten"
            #expect(try !world.client.get("/modules/modul-iv", cookie: cookie).text.contains(locked))
            world.advance(59)
            #expect(try !world.client.get("/modules/modul-iv", cookie: cookie).text.contains(locked))
            world.advance(1)
            #expect(try world.client.get("/modules/modul-iv", cookie: cookie).text.contains(locked))
        }
    }

    @Test func `tells on paper on which day it was sent, not made`() async throws {
        try await World.run { world in
            try await world.module(in: try await world.series())
            for path in ["/", "/modules/modul-iv", "/imprint"] {
                #expect(try world.client.get(path).text.contains("gedruckt am 2. Februar 2017"))
            }
            world.advance(86_400)
            for path in ["/", "/modules/modul-iv", "/imprint"] {
                #expect(try world.client.get(path).text.contains("gedruckt am 3. Februar 2017"))
            }
        }
    }

    @Test func `what an address asks for stays with it`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let asked = "/modules/modul-iv?file=\(presentation.slug)"
            for _ in 0..<2 {
                #expect(try world.client.get(asked).text.contains("class=\"asked\""))
                #expect(try !world.client.get("/modules/modul-iv").text.contains("class=\"asked\""))
                #expect(try world.client.get("/modules/modul-iv?lang=en").text.contains("href=\"/?lang=en\""))
                let english = try world.client.get("/modules/modul-iv", ("Accept-Language", "en")).text
                #expect(english.contains("<html lang=\"en\">") && !english.contains("href=\"/?lang=en\""))
                #expect(try world.client.get("/?notice=signed-out").text.contains("Sie sind abgemeldet."))
                #expect(try !world.client.get("/").text.contains("Sie sind abgemeldet."))
                #expect(try world.client.get("/modules/modul-iv?file=nicht-da").text.contains("file=nicht-da"))
            }
        }
    }
}
