import Codecs
import Mail
import Platform
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Catalogue
@testable import Members
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct AccessRequestTests {
    /// Everything that is to be typed, with the hidden fields of a page; what is given comes in the place of it.
    private func form(_ page: Reply, _ changed: [String: String] = [:]) throws -> [(String, String)] {
        var fields = [
            "door": "took-part", "name": "Nora Neu", "email": "fremd@example.org", "organisation": "",
            "module": "modul-iv", "message": "Guten Tag", "homepage": "", "proof": "",
        ]
        fields["stamp"] = try page.hidden("stamp").unwrapped()
        return fields.merging(changed) { $1 }.map { ($0, $1) }
    }

    private func proof(_ page: Reply, _ world: World) throws -> String {
        let stamp = try FormStamp(page.hidden("stamp").unwrapped(), now: world.now, key: world.key).unwrapped()
        return "\((0...).first { ProofOfWork.holds("\($0)", for: stamp) } ?? 0)"
    }

    private func waiting(_ world: World) async throws -> [String] {
        try await world.writer.read { try UnconfirmedAccessRequest.waiting(in: $0).map(\.email) }
    }

    /// Processes the requests as the server does, and returns the code that went out last.
    private func code(_ world: World) async throws -> String {
        let now = world.now
        let mailer = Mailer(
            settings: Settings(), folder: world.scratch.data, key: world.key, clock: WallClock { now }
        ) { fault in
            Issue.record("\(fault)")
        }
        let queue = RequestedMailQueue(AccessCodeHandler(mailer: mailer, clock: WallClock { now }))
        #expect(try await queue.processAll(with: world.writer).codes == 1)
        let database = try Store.openForReading(world.scratch.data)
        let (id, sealed) = try database.first("SELECT id, sealed FROM mail ORDER BY rowid DESC") {
            (try $0.read(String.self), try $0.read([UInt8].self))
        }.unwrapped()
        let text = String(decoding: try world.key.open(sealed, context: Array("mail:\(id)".utf8)), as: UTF8.self)
        return String(try text.split(separator: "\r\n").first { $0.hasPrefix("Code: ") }.unwrapped().dropFirst(6))
    }

    @Test func `both doors, in both languages, with what a link has chosen`() async throws {
        try await World.run { world in
            let module = try await world.module(in: world.series())
            let series = try #require(try await first(world))
            try await world.module("entwurf", in: series, title: "Entwurf", published: false)
            for language in Language.allCases {
                let texts = AccessRequestTexts.of(language)
                let reply = try world.client.get("/access?door=slides&module=\(module.slug)&lang=\(language.rawValue)")
                #expect(reply.status == 200 && reply["Cache-Control"] == "no-store")
                #expect(reply["Set-Cookie"] == nil)
                #expect(reply.text.contains("<h1>\(LayoutTexts.of(language).accessTitle)</h1>"))
                #expect(reply.text.contains("value=\"slides\" checked>"))
                #expect(!reply.text.contains("value=\"took-part\" checked"))
                #expect(reply.text.contains("<option value=\"modul-iv\" selected>"))
                #expect(!reply.text.contains("Entwurf"))
                #expect(reply.text.contains("action=\"/access?lang=\(language.rawValue)\""))
                let other = language == .german ? "en" : "de"
                #expect(reply.text.contains("?lang=\(other)&amp;door=slides&amp;module=modul-iv"))
                #expect(reply.text.contains("<noscript>"))
                let confirm = try world.client.get("/access/confirm?sent&lang=\(language.rawValue)")
                #expect(confirm.status == 200 && confirm["Cache-Control"] == "no-store")
                #expect(confirm.text.contains("<h1>\(texts.confirmTitle)</h1>"))
                #expect(confirm.text.contains("autocomplete=\"one-time-code\""))
                let received = try world.client.get("/access/confirm?received=A-2026-0143&lang=\(language.rawValue)")
                #expect(received.text.contains("<strong>A-2026-0143</strong>"))
                #expect(received.text.contains(texts.received))
            }
            for query in ["door=nix", "module=entwurf", "module=%3Cscript%3E", "module=gibt-es-nicht"] {
                let reply = try world.client.get("/access?\(query)")
                #expect(reply.status == 200 && !reply.text.contains(" checked") && !reply.text.contains("<script>"))
                #expect(!reply.text.contains(" selected>Netzwerke"))
            }
            for reference in ["A-2026-0143%3Cb%3E", "x", "A-0-1", ""] {
                let reply = try world.client.get("/access/confirm?received=\(reference)")
                #expect(reply.status == 200 && !reply.text.contains("<b>"))
                #expect(reply.text.contains("<h1>\(AccessRequestTexts.german.confirmTitle)</h1>"))
            }
        }
    }

    private func first(_ world: World) async throws -> Series? {
        try await world.writer.read { try Series.all(in: $0).first }
    }

    @Test func `from the form to the reference, and the office has it once`() async throws {
        try await World.run { world in
            let module = try await world.module(in: world.series())
            let page = try world.client.get("/access")
            world.advance(30)
            let typed = try form(page, ["proof": proof(page, world), "email": " Nora <Fremd@Example.org> "])
            let reply = try world.client.post("/access", typed)
            #expect(reply.status == 303 && reply["Location"] == "/access/confirm?sent" && reply["Set-Cookie"] == nil)
            #expect(try await waiting(world) == ["Fremd@example.org"])
            let code = try await code(world)
            #expect(try await world.writer.read { try AccessRequest.all(in: $0).isEmpty })
            for _ in 0..<2 {
                let done = try world.client.post("/access/confirm", [("code", " \(code.lowercased()) ")])
                #expect(done.status == 303 && done["Location"] == "/access/confirm?received=A-2017-0001")
                #expect(done["Set-Cookie"] == nil)
            }
            let request = try #require(try await world.writer.read { try AccessRequest.all(in: $0) }.first)
            #expect(request.door == .tookPart && request.module == module.id && request.message == "Guten Tag")
            #expect(request.language == .german && request.organisation.isEmpty)
            #expect(!world.log.contains("example.org") && !world.log.contains(code))
        }
    }

    @Test func `whoever asks is told the same, byte by byte`() async throws {
        try await World.run { world in
            _ = try await world.module(in: world.series())
            _ = try await world.account("known@example.org")
            try await world.revoke(try await world.account("revoked@example.org"))
            var answers: [String] = []
            for name in ["known", "unknown", "revoked", "known", "KNOWN"] {
                let page = try world.client.get("/access")
                world.advance(30)
                let fields = try form(page, ["proof": proof(page, world), "email": "\(name)@example.org"])
                let reply = try world.client.post("/access", fields)
                #expect(reply.status == 303)
                answers.append(reply.fields.filter { $0.name != "date" }.map { "\($0): \($1)" }.joined() + reply.text)
            }
            #expect(Set(answers).count == 1)
        }
    }

    @Test func `what is missing is named at its field, and everything typed stays`() async throws {
        try await World.run { world in
            _ = try await world.module(in: world.series())
            let evil = "\"><script>alert(1)</script>'&"
            let cases: [(changed: [String: String], fields: [String])] = [
                (["door": "", "name": " ", "email": "", "module": ""], ["door", "name", "email", "module"]),
                (["email": "nora@"], ["email"]), (["module": "gibt-es-nicht"], ["module"]), (["door": "x"], ["door"]),
                (["name": String(repeating: "n", count: 301)], ["name"]),
                (["organisation": String(repeating: "o", count: 301)], ["organisation"]),
                (["message": String(repeating: "m", count: 4001)], ["message"]),
                (["email": evil, "name": evil, "organisation": evil, "message": evil], ["email"]),
                (["email": "a@example.org\r\nBcc: b@example.org"], ["email"]),
            ]
            let page = try world.client.get("/access")
            world.advance(30)
            let work = try proof(page, world)
            for (changed, fields) in cases {
                let sent = try form(page, changed.merging(["proof": work]) { $1 })
                let reply = try world.client.post("/access", sent)
                #expect(reply.status == 422 && reply["Cache-Control"] == "no-store")
                #expect(reply.text.contains("<title>Fehler: Zugang anfragen"))
                for field in fields {
                    #expect(reply.text.contains("<a href=\"#\(field)\">"))
                    #expect(reply.text.contains("id=\"\(field)_problem\""))
                }
                #expect(reply.text.split(separator: "_problem\"><span").count == fields.count + 1)
                for (name, value) in sent where !["stamp", "proof", "homepage", "door", "module"].contains(name) {
                    #expect(reply.text.contains(HTML(text: String(value.prefix(200))).text), "\(name)")
                }
                #expect(!reply.text.contains("<script>"))
                // The work that was done is not to be done again.
                #expect(reply.hidden("stamp") == page.hidden("stamp") && reply.hidden("proof") == work)
            }
            #expect(try await waiting(world).isEmpty)
            #expect(try world.client.post("/access", try form(page, ["proof": work])).status == 303)
        }
    }

    @Test func `without a script it takes a while, is told how long, and loses nothing`() async throws {
        try await World.run { world in
            _ = try await world.module(in: world.series())
            let page = try world.client.get("/access")
            world.advance(5)
            let early = try world.client.post("/access", try form(page))
            #expect(early.status == 429 && early["Retry-After"] == "15")
            #expect(early.text.contains("15 Sekunden") && early.text.contains("value=\"Nora Neu\""))
            #expect(early.hidden("stamp") == page.hidden("stamp"))
            world.advance(15)
            #expect(try world.client.post("/access", try form(early)).status == 303)
        }
    }

    @Test func `robots: the field that nobody sees, a stamp that is none, and one that was used`() async throws {
        try await World.run { world in
            _ = try await world.module(in: world.series())
            let page = try world.client.get("/access")
            world.advance(30)
            let trapped = try world.client.post("/access", try form(page, ["homepage": "https://example.org"]))
            #expect(trapped.status == 422 && trapped.text.contains("value=\"Nora Neu\""))
            #expect(trapped.text.contains("name=\"homepage\" type=\"text\" value=\"\""))
            for stamp in ["", "x", String(repeating: "A", count: 71)] {
                let reply = try world.client.post("/access", try form(page, ["stamp": stamp]))
                #expect(reply.status == 422 && reply.text.contains("value=\"Nora Neu\""))
                #expect(reply.hidden("stamp") != stamp)
            }
            #expect(try await waiting(world).isEmpty)
            let work = try proof(page, world)
            #expect(try world.client.post("/access", try form(page, ["proof": work])).status == 303)
            #expect(try world.client.post("/access", try form(page, ["proof": work])).status == 303)
            let changed = try form(page, ["proof": work, "email": "andere@example.org"])
            let other = try world.client.post("/access", changed)
            #expect(other.status == 422 && other.text.contains("value=\"andere@example.org\""))
            #expect(try await waiting(world) == ["fremd@example.org"])
            let old = try world.client.get("/access")
            world.advance(86_400)
            let stale = try world.client.post("/access", try form(old))
            #expect(stale.status == 422 && stale.text.contains("Guten Tag"))
        }
    }

    @Test func `a network that asks too often waits, and keeps what was typed`() async throws {
        try await World.run { world in
            _ = try await world.module(in: world.series())
            var reply = try world.client.get("/access")
            var taken = 0
            repeat {
                let page = try world.client.get("/access")
                world.advance(20)
                reply = try world.client.post("/access", try form(page, ["message": "Nummer \(taken)"]))
                taken += 1
            } while reply.status == 303 && taken < 50
            #expect(reply.status == 429 && (1...50).contains(taken))
            #expect((Int(try reply["Retry-After"].unwrapped()) ?? 0) > 0)
            #expect(reply.text.contains("Nummer \(taken - 1)</textarea>"))
        }
    }

    @Test func `codes that are wrong are told so, keep what was typed, and have to wait after a while`() async throws {
        try await World.run { world in
            for typed in ["", "  ", "nein", "\"><script>", "222-222-222", String(repeating: "2", count: 5000)] {
                let reply = try world.client.post("/access/confirm", [("code", typed)])
                #expect(reply.status == 422 && reply["Cache-Control"] == "no-store" && reply["Set-Cookie"] == nil)
                #expect(reply.text.contains("<a href=\"#code\">") && reply.text.contains("id=\"code_problem\""))
                #expect(!reply.text.contains("<script>") && reply.body.count < 20_000)
            }
            var reply = try world.client.get("/access/confirm")
            for _ in 0..<12 { reply = try world.client.post("/access/confirm", [("code", "333-444-555")]) }
            #expect(reply.status == 429 && reply["Retry-After"] != nil && reply.text.contains("value=\"333-444-555\""))
        }
    }

    @Test func `a member asks without a code, and sees the reference at once`() async throws {
        try await World.run { world in
            let module = try await world.module(in: world.series())
            let account = try await world.account()
            let cookie = try await world.session(of: account)
            let page = try world.client.get("/access?module=modul-iv&door=took-part", cookie: cookie)
            #expect(page.text.contains("person@example.org") && !page.text.contains("name=\"email\""))
            #expect(page.hidden("stamp") == nil)
            let fields = [
                ("door", "took-part"), ("module", "modul-iv"), ("message", "Bitte"), ("email", "andere@example.org"),
            ]
            let unproven = try world.client.post("/access", fields, cookie: cookie)
            #expect(unproven.status == 403 && unproven.text.contains("Bitte</textarea>"))
            let token = try page.hidden(FormToken.field).unwrapped()
            let reply = try world.client.post("/access", fields + [(FormToken.field, token)], cookie: cookie)
            #expect(reply.status == 303 && reply["Location"] == "/access/confirm?received=A-2017-0001")
            let request = try #require(try await world.writer.read { try AccessRequest.all(in: $0) }.first)
            #expect(request.email == account.email && request.name == account.name && request.module == module.id)
            // The session is over meanwhile: what was typed stays.
            let late = try world.client.post("/access", fields + [(FormToken.field, token)])
            #expect(late.status == 422 && late.text.contains("Bitte</textarea>"))
            #expect(try await waiting(world).isEmpty)
        }
    }

    @Test func `doors stand wherever somebody is stopped`() async throws {
        try await World.run { world in
            let module = try await world.module(in: world.series())
            let presentation = try await world.presentation(in: module)
            let cookie = try await world.session(of: try await world.account())
            let denied = try world.client.get(world.path(of: presentation, in: module), cookie: cookie)
            #expect(denied.status == 403 && denied.text.contains("href=\"/access?module=modul-iv\""))
            for door in ["took-part", "slides"] {
                for page in ["/login", "/password/forgotten"] {
                    #expect(try world.client.get(page).text.contains("href=\"/access?door=\(door)\""))
                }
                for page in ["/modules/modul-iv", "/login?next=/modules/modul-iv"] {
                    let text = try world.client.get(page).text
                    #expect(text.contains("href=\"/access?door=\(door)&amp;module=modul-iv\""))
                }
            }
        }
    }
}

extension HTML {
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
