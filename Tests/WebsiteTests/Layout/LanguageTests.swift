import Codecs
import Testing

@testable import Website

@Suite(.timeLimit(.minutes(15))) struct LanguageTests {
    @Test(
        arguments: [
            ("/", nil, "de"), ("/", "fr", "de"), ("/", "en-GB,de;q=0.5", "en"), ("/", "de-AT,en", "de"),
            ("/?lang=en", "de", "en"), ("/?lang=de", "en", "de"), ("/?lang=xx", "en", "en"),
            ("/nix?lang=en", nil, "en"),
        ] as [(String, String?, String)])
    func `goes by choice, then by the browser, then German`(path: String, accepted: String?, language: String)
        async throws
    {
        try await World.run { world in
            let reply = try world.client.send(
                "GET", path, fields: accepted.map { [("Accept-Language", $0)] } ?? [])
            #expect(reply.text.contains("<html lang=\"\(language)\">"))
            #expect(reply["Content-Language"] == language)
            #expect(reply["Vary"] == "Cookie, Accept-Language")
        }
    }

    @Test func `is the account's for a member, unless chosen otherwise`() async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account(language: .english))
            #expect(try world.client.get("/", cookie: cookie, ("Accept-Language", "de"))["Content-Language"] == "en")
            #expect(try world.client.get("/?lang=de", cookie: cookie)["Content-Language"] == "de")
        }
    }

    @Test func `a choice is kept by every link and form, and the switch keeps the page`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let text = try world.client.get("/modules/modul-iv?lang=en&file=folien").text
            #expect(text.contains("<a href=\"/?lang=en\">"))
            #expect(text.contains("\(world.path(of: presentation, in: module))?lang=en\""))
            #expect(text.contains("href=\"?lang=de&amp;file=folien\" lang=\"de\" hreflang=\"de\">Deutsch</a>"))
            #expect(text.contains("Module IV: Netzwerke"))
            let login = try world.client.get("/login?lang=en&next=/modules/modul-iv").text
            #expect(login.contains("action=\"/login?lang=en\""))
            #expect(login.contains("href=\"?lang=de&amp;next=/modules/modul-iv\""))
            let asked = try world.client.get(world.path(of: presentation, in: module) + "?lang=en")
            #expect(asked["Location"] == "/login?next=/modules/modul-iv/folien/folien.pdf&lang=en")
        }
    }
}
