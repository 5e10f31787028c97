import Codecs
import Mail
import SQLite
import TestSupport
import Testing

@testable import Letters
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct OfficePageTests {
    private func write(_ text: String, _ name: String, in world: World) async throws {
        try OfficeTexts<OfficePageText>(world.scratch.data).begin(
            OfficePageName(fileName: name).unwrapped(), with: text)
        let (folder, now) = (world.scratch.data, world.now)
        let faults = try await world.writer.write { try OfficeTexts<OfficePageText>(folder).review(now: now, in: $0) }
        #expect(faults.isEmpty)
    }

    @Test func `without a text a page says so, and helps all the same`() async throws {
        try await World.run { world in
            for kind in OfficePageKind.allCases {
                let reply = try world.client.get("/\(kind.rawValue)")
                #expect(reply.status == 200)
                #expect(reply.text.contains("<h1>\(kind.name(in: .german))</h1>"))
            }
            #expect(try world.client.get("/privacy").text.contains(OfficePageTexts.german.missing))
            let imprint = try world.client.get("/imprint").text
            #expect(imprint.contains(OfficePageTexts.german.imprintMissing))
            #expect(imprint.split(separator: "Büro der Reihe").count >= 3)
            #expect(try world.client.get("/contact").text.contains(OfficePageTexts.german.contactLead))
        }
    }

    @Test func `the office's text stands on its page, in the other language marked as such`() async throws {
        try await World.run { world in
            try await write("# Unser Impressum\n\nFragen an a@b.example.", "imprint.de.txt", in: world)
            let german = try world.client.get("/imprint").text
            #expect(german.contains("<h1>Unser Impressum</h1>"))
            #expect(german.contains("a<span>&#64;</span>b<span>&#46;</span>example</a>"))
            #expect(german.contains("Zuletzt geändert am <time datetime=\"2017-02-02\">2. Februar 2017</time>"))
            #expect(german.contains("rel=\"canonical\""))
            let english = try world.client.get("/imprint?lang=en").text
            #expect(english.contains("<title>Imprint – "))
            #expect(english.contains("<h1 lang=\"de\">Unser Impressum</h1>"))
            #expect(english.contains("<div class=\"report\" lang=\"de\">"))
            #expect(english.contains(OfficePageTexts.english.onlyInOtherLanguage))
            try await write("Our imprint.", "imprint.en.txt", in: world)
            let translated = try world.client.get("/imprint?lang=en").text
            #expect(translated.contains("<h1>Imprint</h1>"))
            #expect(!translated.contains("lang=\"de\">Unser"))
            #expect(try world.client.get("/sitemap.xml").text.contains("/imprint?lang=en</loc>"))
        }
    }

    @Test func `every page leads to them and to the ways to report a barrier`() async throws {
        try await World.run { world in
            for path in ["/", "/login", "/nix", "/imprint"] {
                let text = try world.client.get(path).text
                for kind in OfficePageKind.allCases {
                    #expect(text.contains("<li><a href=\"/\(kind.rawValue)\""))
                }
                #expect(text.contains("subject=Barriere%20auf%20der%20Seite%20"))
                #expect(text.contains("href=\"/accessibility#report_barrier\""))
            }
            #expect(try world.client.get("/imprint").text.contains("href=\"/imprint\" aria-current=\"page\">") == false)
            let page = try world.client.get("/accessibility").text
            #expect(page.contains("<section id=\"report_barrier\""))
            #expect(page.contains("Telefonisch: <a href=\"tel:0361000000\">"))
            #expect(page.contains("kopieren Sie diese Adresse: buero<span>&#64;</span>example"))
        }
    }
}
