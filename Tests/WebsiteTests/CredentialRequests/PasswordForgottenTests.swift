import Codecs
import Mail
import Platform
import SQLite
import TestSupport
import Testing

@testable import Members
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct PasswordForgottenTests {
    private let password = "Ein ganzer Satz ist gut"

    private func waiting(_ world: World) async throws -> [String] {
        try await world.writer.read { try CredentialRequest.all(in: $0).map(\.emailKey) }
    }

    /// Processes the requests as the server does, and tells how many mails came of it.
    private func see(_ world: World) async throws -> Int {
        let now = world.now
        let mailer = Mailer(
            settings: Settings(), folder: world.scratch.data, key: world.key, clock: WallClock { now }
        ) { fault in
            Issue.record("\(fault)")
        }
        let issuer = CredentialIssuer(hasher: World.hasher, mailer: mailer)
        let queue = RequestedMailQueue(
            CredentialRequestHandler(issuer: issuer, mailsPerHour: 100, clock: WallClock { now }))
        return try await queue.processAll(with: world.writer).mailed.count
    }

    @Test func `the page asks for an address, in both languages, and keeps where somebody wanted to go`() async throws {
        try await World.run { world in
            for language in Language.allCases {
                let reply = try world.client.get(
                    "/password/forgotten?email=person%40example.org&next=/modules/modul-iv&lang=\(language.rawValue)")
                #expect(reply.status == 200)
                #expect(reply.text.contains("<html lang=\"\(language.rawValue)\">"))
                #expect(reply.text.contains("<h1>\(LayoutTexts.of(language).credentialsTitle)</h1>"))
                #expect(reply.text.contains("action=\"/password/forgotten?lang=\(language.rawValue)\""))
                #expect(reply.text.contains("value=\"person@example.org\" autocomplete=\"username\""))
                #expect(reply.text.contains("<label for=\"email\">"))
                #expect(reply.hidden("next") == "/modules/modul-iv")
                #expect(reply.text.contains("href=\"/login?next=/modules/modul-iv&amp;lang=\(language.rawValue)\""))
                #expect(reply["Cache-Control"] == "no-store")
            }
        }
    }

    @Test func `who asks is told the same, whoever they are`() async throws {
        try await World.run { world in
            _ = try await world.account("known@example.org")
            let revoked = try await world.account("revoked@example.org")
            try await world.revoke(revoked)
            _ = try await world.account("expired@example.org", expiresAt: world.now)
            var replies: [[UInt8]] = []
            for name in ["known", "unknown", "revoked", "expired", "known", "KNOWN"] {
                let form = "email=\(name)%40example.org&next=%2Fmodules%2Fmodul-iv"
                let request =
                    "POST /password/forgotten HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.utf8.count)\r\n\r\n"
                replies.append(try world.client.exchange(Array((request + form).utf8)))
            }
            let first = try Reply(replies[0])
            #expect(first.status == 303)
            #expect(first["Location"] == "/password/forgotten?sent&next=/modules/modul-iv")
            #expect(first.body.isEmpty)
            #expect(first["Set-Cookie"] == nil)
            // All but the date, which may go on between two requests.
            let lines = replies.map { bytes in
                String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").filter { !$0.hasPrefix("Date: ") }
            }
            #expect(lines.allSatisfy { $0 == lines[0] })
            let sent = try world.client.get(try first["Location"].unwrapped())
            #expect(sent.text.contains(CredentialRequestTexts.german.sent))
            #expect(sent.text.contains("href=\"/login?next=/modules/modul-iv\""))
            #expect(sent.text.contains("m&#97;ilto&#58;%62%75%65%72%6F&#64;example&#46;org"))
            #expect(try await see(world) == 1)
            #expect(!world.log.contains("example.org"))
            #expect(world.log.contains("127.0.0.0/24"))
        }
    }

    @Test(arguments: ["", "person", "person@", "a@b@example.org", "a@example.org, b@example.org", "a@example.org\r\nx"])
    func `what is no address is told and noted nowhere`(email: String) async throws {
        try await World.run { world in
            let reply = try world.client.post("/password/forgotten", [("email", email), ("next", "/account")])
            #expect(reply.status == 422)
            #expect(reply.text.contains("<title>Fehler: \(LayoutTexts.german.credentialsTitle)"))
            #expect(reply.text.contains("role=\"alert\""))
            #expect(reply.text.contains("href=\"#email\""))
            #expect(reply.text.contains("aria-invalid=\"true\""))
            #expect(reply.hidden("next") == "/account")
            #expect(try await waiting(world).isEmpty)
        }
    }

    @Test(arguments: [" Person@Example.ORG ", "Jörg <person@example.org>", "person＠example.org"])
    func `addresses are taken as people type and paste them`(email: String) async throws {
        try await World.run { world in
            let reply = try world.client.post("/password/forgotten", [("email", email)])
            #expect(reply.status == 303)
            #expect(try await waiting(world) == ["person@example.org"])
        }
    }

    @Test func `only a path of this site is kept along`() async throws {
        try await World.run { world in
            let form = [("email", "person@example.org"), ("next", "//evil.example")]
            #expect(try world.client.post("/password/forgotten", form)["Location"] == "/password/forgotten?sent")
            let page = try world.client.get("/password/forgotten?sent&next=https://evil.example")
            #expect(!page.text.contains("evil"))
        }
    }

    @Test func `nothing that works stops working, before the new password is used`() async throws {
        try await World.run { world in
            let account = try await world.account()
            try await world.setPassword(password, of: account)
            let cookie = try await world.session(of: account)
            for _ in 0..<3 {
                _ = try world.client.get("/password/forgotten?email=person%40example.org")
                #expect(try world.client.post("/password/forgotten", [("email", "person@example.org")]).status == 303)
                #expect(try await see(world) == 1)
                world.advance(301)
            }
            #expect(try world.client.get("/account", cookie: cookie).status == 200)
            let form = [("email", "person@example.org"), ("password", password)]
            #expect(try world.client.post("/login", form).status == 303)
        }
    }

    @Test func `a network that asks too often has to wait`() async throws {
        try await World.run { world in
            var reply = try world.client.post("/password/forgotten", [("email", "p@example.org")])
            var count = 1
            while reply.status == 303, count < 100 {
                reply = try world.client.post("/password/forgotten", [("email", "p\(count)@example.org")])
                count += 1
            }
            #expect(reply.status == 429)
            let wait = try #require(reply["Retry-After"].flatMap { Int64($0) })
            #expect(reply.text.contains(CredentialRequestTexts.german.throttled(wait)))
            #expect(reply.text.contains("value=\"p\(count - 1)@example.org\""))
            #expect(try await waiting(world).count == count - 1)
            world.advance(wait)
            #expect(try world.client.post("/password/forgotten", [("email", "p@example.org")]).status == 303)
        }
    }

    @Test func `where too many wait and most from there, it is told to try again, and the log knows`() async throws {
        try await World.run { world in
            let now = world.now
            let requester = Requester(network: "127.0.0.0/24", neighbourhood: "127.0.0.0/16", key: world.key)
            try await world.writer.write { transaction in
                for number in 0..<CredentialRequest.mostWaiting {
                    _ = try CredentialRequest.note(
                        EmailAddress("p\(number)@example.org"), from: requester, now: now, in: transaction)
                }
            }
            let reply = try world.client.post("/password/forgotten", [("email", "late@example.org")])
            #expect(reply.status == 429 && reply["Retry-After"] == "60")
            #expect(reply.text.contains("value=\"late@example.org\""))
            #expect(world.log.contains("one was not taken"))
            #expect(try await !waiting(world).contains("late@example.org"))
        }
    }

    @Test func `there is a way here from wherever somebody cannot get in`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            try await world.presentation(in: module)
            let link = "href=\"/password/forgotten?next=/modules/modul-iv\""
            #expect(try world.client.get("/modules/modul-iv").text.contains(link))
            #expect(try world.client.get("/login?next=/modules/modul-iv").text.contains(link))
            let wrong = [("email", "person@example.org"), ("password", "falsch"), ("next", "/modules/modul-iv")]
            let filled = "href=\"/password/forgotten?email=person%40example.org&amp;next=/modules/modul-iv\""
            var reply = try world.client.post("/login", wrong)
            #expect(reply.status == 422)
            let advice = try reply.text.firstRange(of: SignInTexts.german.wrongAdvice).unwrapped()
            #expect(reply.text[advice.upperBound...].hasPrefix(" <a \(filled)>"))
            for _ in 0..<10 where reply.status == 422 { reply = try world.client.post("/login", wrong) }
            #expect(reply.status == 429)
            #expect(reply.text.contains(SignInTexts.german.throttledAdvice))
        }
    }
}
