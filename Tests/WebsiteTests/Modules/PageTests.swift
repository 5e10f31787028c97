import Mail
import SQLite
import TestSupport
import Testing

@testable import Catalogue
@testable import Letters
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct PageTests {
    @Test func `an empty site says so in words`() async throws {
        try await World.run { world in
            let start = try world.client.get("/")
            #expect(start.status == 200)
            #expect(start.text.contains(ModuleTexts.german.noSeries))
            try await world.series()
            #expect(try world.client.get("/").text.contains(ModuleTexts.german.noModules))
            #expect(try world.client.get("/series/reihe").text.contains(ModuleTexts.german.noModules))
        }
    }

    @Test func `the start page lists series and modules, the newest first`() async throws {
        try await World.run { world in
            let series = try await world.series(summary: "Worum es *geht*.")
            try await world.module("modul-i", in: series, number: "I", title: "Grundlagen", heldOn: "2016-04-14")
            let newest = try await world.module("modul-iv", in: series)
            try await world.module("entwurf", in: series, title: "Geheimes", published: false)
            try await world.presentation(in: newest)
            let text = try world.client.get("/").text
            #expect(text.contains("Worum es <em>geht</em>."))
            #expect(!text.contains("Geheimes"))
            #expect(text.contains("2. Februar 2017</time>, Erfurt · 1\u{A0}Präsentation"))
            let list = try text.firstRange(of: "<ul class=\"modules\">").unwrapped()
            let first = try text[list.upperBound...].firstRange(of: "/modules/modul-iv").unwrapped()
            let second = try text[list.upperBound...].firstRange(of: "/modules/modul-i\"").unwrapped()
            #expect(first.lowerBound < second.lowerBound)
        }
    }

    @Test func `a module shows its report and what there is to download`() async throws {
        try await World.run { world in
            let series = try await world.series()
            try await world.module("modul-iii", in: series, number: "III", title: "Beteiligung", heldOn: "2016-11-03")
            let module = try await world.module(in: series, report: "# Auftakt\n\nEin <b>Bericht</b>.")
            try await world.presentation("Netze \"sind\" Dramen", in: module)
            try await world.presentation("Offenes", in: module, file: "offen.pptx", content: pptx, audience: .public)
            let reply = try world.client.get("/modules/modul-iv")
            let text = reply.text
            #expect(reply.status == 200)
            #expect(text.contains("<h1>Modul IV: Netzwerke</h1>"))
            #expect(text.contains("<title>Modul IV: Netzwerke – Sozialplanung – Nachlese</title>"))
            #expect(text.contains("<h2>Auftakt</h2>"))
            #expect(text.contains("Ein &lt;b&gt;Bericht&lt;/b&gt;."))
            #expect(text.contains("href=\"#list_presentations\""))
            #expect(text.contains("2\u{A0}Präsentationen"))
            #expect(text.contains("Netze &#34;sind&#34; Dramen <span class=\"facts\">(PDF, 1\u{A0}kB)</span>"))
            #expect(text.contains("(PowerPoint, 1\u{A0}kB)"))
            #expect(text.contains("Referat · Hochschule"))
            #expect(text.contains("<p class=\"meta\">nach Anmeldung</p>"))
            #expect(text.contains("<p class=\"meta\">ohne Anmeldung</p>"))
            #expect(text.contains("href=\"/login?next=/modules/modul-iv\""))
            #expect(text.contains("href=\"/modules/modul-iii\" rel=\"prev\""))
            #expect(text.split(separator: "<h1").count == 2)
        }
    }

    @Test func `paper says where and when it came from, unless there is nothing to come back to`() async throws {
        try await World.run { world in
            try await world.module(in: try await world.series())
            let line = "<p class=\"printed\">http://127.0.0.1:8087/modules/modul-iv, gedruckt am 2. Februar 2017</p>"
            #expect(try world.client.get("/modules/modul-iv?file=folien").text.contains(line))
            #expect(try !world.client.get("/modules/modul-x").text.contains("class=\"printed\""))
        }
    }

    @Test func `from a series or a module signing in leads back`() async throws {
        try await World.run { world in
            try await world.module(in: try await world.series())
            for (path, link) in [
                ("/", "/login"), ("/series/reihe", "/login?next=/series/reihe"),
                ("/modules/modul-iv", "/login?next=/modules/modul-iv"), ("/modules/modul-x", "/login"),
            ] {
                let text = try world.client.get(path).text
                #expect(text.contains("<li><a href=\"\(link)\">\(LayoutTexts.german.signIn)</a></li>"))
            }
        }
    }

    @Test func `what was chosen is marked`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            try await world.presentation(in: module)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account)
            let text = try world.client.get("/modules/modul-iv?file=folien", cookie: cookie).text
            #expect(text.contains("<li id=\"folien\" class=\"asked\" aria-current=\"true\">"))
            #expect(text.contains(ModuleTexts.german.asked))
            #expect(text.contains("folien.pdf?view\""))
            #expect(!text.contains("nach Anmeldung"))
            #expect(try !world.client.get("/modules/modul-iv", cookie: cookie).text.contains("aria-current=\"true\""))
        }
    }

    @Test func `drafts are unknown and withdrawn things are gone`() async throws {
        try await World.run { world in
            let series = try await world.series()
            let module = try await world.module(in: series)
            let presentation = try await world.presentation(in: module, audience: .public)
            try await world.module("entwurf", in: series, published: false)
            #expect(try world.client.get("/modules/entwurf").status == 404)
            #expect(try world.client.get("/modules/entwurf").body == world.client.get("/modules/gibtesnicht").body)
            #expect(try world.client.get("/series/gibtesnicht").status == 404)
            let now = world.now
            try await world.writer.write { transaction in
                var presentation = presentation
                try presentation.withdraw(now: now, in: transaction)
            }
            #expect(try world.client.get(world.path(of: presentation, in: module)).status == 410)
            #expect(try !world.client.get("/modules/modul-iv").text.contains("Folien"))
            try await world.writer.write { transaction in
                var module = module
                try module.withdraw(now: now, in: transaction)
            }
            #expect(try world.client.get("/modules/modul-iv").status == 410)
            #expect(try world.client.get(world.path(of: presentation, in: module)).status == 410)
            #expect(try !world.client.get("/").text.contains("modul-iv"))
        }
    }

    @Test func `everything people typed appears escaped`() async throws {
        let quote = "\"\u{301}"
        let hostile = "\"\u{301}'><script>alert(1)</script>&amp;"
        try await World.run {
            $0.serviceName = hostile
            $0.office.name = hostile
            $0.office.note = hostile
            $0.office.phone = hostile
        } _: { world in
            let series = try await world.series(title: hostile, summary: hostile)
            let module = try await world.module(in: series, number: hostile, title: hostile, report: hostile)
            try await world.presentation(hostile, in: module, file: "\"><script>.pdf")
            let account = try await world.account(name: hostile, admittedTo: module)
            let cookie = try await world.session(of: account)
            let paths = ["/", "/series/reihe", "/modules/modul-iv", "/account", "/account/password", "/nix"]
            for path in paths {
                for reply in [try world.client.get(path, cookie: cookie), try world.client.get(path)] {
                    #expect(!reply.text.contains("<script>"))
                    #expect(!reply.text.utf8.contains(quote))
                }
            }
            let typed = try world.client.post("/login", [("email", hostile), ("password", ""), ("next", hostile)])
            #expect(typed.status == 422)
            #expect(!typed.text.contains("<script>"))
            let forgotten = try world.client.post("/password/forgotten", [("email", hostile), ("next", hostile)])
            #expect(forgotten.status == 422)
            #expect(!forgotten.text.contains("<script>"))
            let filled = try world.client.get("/login?email=%22%CC%81%3E%3Cscript%3E&next=%22%3E%3Cscript%3E&lang=%3C")
            #expect(!filled.text.contains("<script>"))
        }
    }

    @Test func `the contact stands on every page, readable without a script`() async throws {
        try await World.run { world in
            for path in ["/", "/login", "/password/forgotten", "/password/forgotten?sent", "/nix"] {
                let text = try world.client.get(path).text
                #expect(text.contains("href=\"tel:0361000000\""))
                #expect(
                    text.contains("%62%75%65%72%6F&#64;example&#46;org?subject=Zugang%20zu%20den%20Pr%C3%A4sentationen")
                )
            }
        }
        try await World.run {
            $0.office = Office()
        } _: { world in
            let text = try world.client.get("/").text
            #expect(text.contains(LayoutTexts.german.contactUnknown))
        }
    }

    @Test func `a trailing slash leads to the one address`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let reply = try world.client.get("/modules/\(module.slug)/?lang=en")
            #expect(reply.status == 301)
            #expect(reply["Location"] == "/modules/modul-iv?lang=en")
            #expect(try world.client.get("/modules/modul-iv//").status == 404)
            #expect(try world.client.get("/nix/").status == 404)
        }
    }

    private let pptx: [UInt8] = [0x50, 0x4B, 0x03, 0x04, 0, 0, 0, 0, 0, 0]
}

extension String.UTF8View {
    fileprivate func contains(_ text: String) -> Bool {
        let bytes = Array(self)
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...bytes.count - wanted.count).contains { bytes[$0...].starts(with: wanted) }
    }
}
