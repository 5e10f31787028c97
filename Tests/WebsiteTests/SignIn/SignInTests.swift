import Mail
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Members
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct SignInTests {
    private let password = "Ein ganzer Satz ist gut"

    @Test func `a plain client signs in and gets a session`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let account = try await world.account(admittedTo: module)
            try await world.setPassword(password, of: account)
            let path = world.path(of: presentation, in: module)
            let sent = try world.client.get(path)
            let page = try world.client.get(try sent["Location"].unwrapped())
            #expect(page.text.contains(SignInTexts.german.introForFile))
            let reply = try world.client.post(
                "/login",
                [
                    ("email", "Person@Example.org"), ("password", password),
                    ("next", try page.hidden("next").unwrapped()),
                ])
            #expect(reply.status == 303)
            #expect(reply["Location"] == "/modules/modul-iv?file=folien#folien")
            let cookie = try reply["Set-Cookie"].unwrapped()
            #expect(cookie.hasPrefix("nachlese="))
            #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax"))
            #expect(try world.client.get(path, cookie: try reply.cookie.unwrapped()).status == 200)
        }
    }

    @Test func `over TLS the cookie is bound to the host, and remembered only on demand`() async throws {
        try await World.run {
            $0.publicURL = PublicURL("https://folien.example.org")
        } _: { world in
            let account = try await world.account()
            try await world.setPassword(password, of: account)
            let host = [("Host", "folien.example.org")]
            let form = [("email", "person@example.org"), ("password", password)]
            let reply = try world.client.post("/login", form, fields: host)
            let cookie = try reply["Set-Cookie"].unwrapped()
            #expect(cookie.hasPrefix("__Host-nachlese="))
            #expect(cookie.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Lax"))
            #expect(reply["Strict-Transport-Security"] == "max-age=31536000")
            let remembered = try world.client.post("/login", form + [("remember", "1")], fields: host)
            #expect(remembered["Set-Cookie"]?.contains("; Max-Age=2592000; ") == true)
        }
    }

    @Test func `a wrong password keeps the address and says what to do`() async throws {
        try await World.run { world in
            try await world.setPassword(password, of: try await world.account())
            for email in ["person@example.org", "unbekannt@example.org"] {
                let reply = try world.client.post(
                    "/login", [("email", email), ("password", "falsch"), ("next", "/account")])
                #expect(reply.status == 422)
                #expect(reply.text.contains("<title>Fehler: Anmelden"))
                #expect(reply.text.contains("role=\"alert\""))
                #expect(reply.text.contains("value=\"\(email)\""))
                #expect(!reply.text.contains("falsch"))
                #expect(reply.hidden("next") == "/account")
                #expect(reply["Set-Cookie"] == nil)
                #expect(reply["Cache-Control"] == "no-store")
            }
            #expect(!world.log.contains("falsch"))
            #expect(!world.log.contains("example.org"))
            #expect(world.log.contains("127.0.0.0/24"))
        }
    }

    @Test func `known and unknown addresses get the same page`() async throws {
        try await World.run { world in
            try await world.setPassword(password, of: try await world.account("a@example.org"))
            let known = try world.client.post("/login", [("email", "a@example.org"), ("password", "falsch")])
            let unknown = try world.client.post("/login", [("email", "b@example.org"), ("password", "falsch")])
            // As typed, and in the link to where new credentials are asked for.
            let renamed = known.text.replacing("a@example.org", with: "b@example.org")
                .replacing("a%40example.org", with: "b%40example.org")
            #expect(renamed == unknown.text)
            #expect(known.status == unknown.status)
            #expect(known.fields.map(\.name) == unknown.fields.map(\.name))
        }
    }

    @Test(arguments: [
        ("", "geheim", "email"), ("a@example.org", "", "password"),
        ("a@example.org", String(repeating: "x", count: 1025), "password"),
    ])
    func `missing or overlong entries are told without any hashing`(email: String, password: String, field: String)
        async throws
    {
        let refusing = try PasswordHasher(width: 1) { (_, _, _) throws(CryptoError) in
            Issue.record("a password was hashed")
            return []
        }
        try await World.run(hasher: refusing) { world in
            let reply = try world.client.post("/login", [("email", email), ("password", password)])
            #expect(reply.status == 422)
            #expect(reply.text.contains("href=\"#\(field)\""))
            #expect(reply.text.contains("id=\"\(field)_problem\""))
        }
    }

    @Test func `guessing is slowed down and the right password works after the wait`() async throws {
        try await World.run { world in
            try await world.setPassword(password, of: try await world.account())
            let wrong = [("email", "person@example.org"), ("password", "falsch")]
            var reply = try world.client.post("/login", wrong)
            for _ in 0..<10 where reply.status == 422 { reply = try world.client.post("/login", wrong) }
            #expect(reply.status == 429)
            let wait = try #require(reply["Retry-After"].flatMap { Int64($0) })
            #expect(wait >= 1)
            #expect(reply.text.contains(WaitingTime.german(wait)))
            let right = [("email", "person@example.org"), ("password", password)]
            #expect(try world.client.post("/login", right).status == 429)
            world.advance(wait)
            #expect(try world.client.post("/login", right).status == 303)
            #expect(world.log.contains("throttled"))
        }
    }

    @Test func `who is signed in is led on at once`() async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account())
            #expect(try world.client.get("/login", cookie: cookie)["Location"] == "/account")
            #expect(try world.client.get("/login?next=/modules/x", cookie: cookie)["Location"] == "/modules/x")
            #expect(try world.client.get("/login?next=//evil.example", cookie: cookie)["Location"] == "/account")
        }
    }

    @Test func `a second sign-in takes the place of the first`() async throws {
        try await World.run { world in
            let account = try await world.account()
            try await world.setPassword(password, of: account)
            let form = [("email", "person@example.org"), ("password", password)]
            let first = try world.client.post("/login", form).cookie.unwrapped()
            let second = try world.client.post("/login", form, cookie: first).cookie.unwrapped()
            #expect(first != second)
            #expect(try world.client.get("/account", cookie: first).status == 303)
            #expect(try world.client.get("/account", cookie: second).status == 200)
        }
    }

    @Test func `a cookie set before signing in is never adopted`() async throws {
        try await World.run { world in
            try await world.setPassword(password, of: try await world.account())
            let planted = "nachlese=" + SessionToken().reveal()
            let reply = try world.client.post(
                "/login", [("email", "person@example.org"), ("password", password)], cookie: planted)
            #expect(try reply.cookie.unwrapped() != planted)
            #expect(try world.client.get("/account", cookie: planted).status == 303)
        }
    }

    @Test func `of several cookies the first that is a living session counts`() async throws {
        try await World.run { world in
            let good = try await world.session(of: try await world.account("a@example.org", name: "Anna"))
            let later = try await world.session(of: try await world.account("b@example.org", name: "Berta"))
            let garbage = "nachlese=abc; nachlese=; \u{7F}; nachlese=" + SessionToken().reveal()
            let reply = try world.client.get(
                "/account", cookie: "\(garbage.replacing("\u{7F}", with: "x")); \(good); \(later)")
            #expect(reply.status == 200)
            #expect(reply.text.contains("Anna"))
            #expect(!reply.text.contains("Berta"))
        }
    }

    @Test func `a session that is over is told on the sign-in page`() async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account())
            world.advance(12 * 3600)
            let reply = try world.client.get("/account", cookie: cookie)
            #expect(reply["Location"] == "/login?next=/account")
            #expect(try world.client.get("/login", cookie: cookie).text.contains(SignInTexts.german.sessionOver))
            #expect(try !world.client.get("/login").text.contains(SignInTexts.german.sessionOver))
        }
    }

    @Test func `the use of a session is noted and keeps it alive`() async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account())
            for _ in 0..<4 {
                world.advance(6 * 3600)
                #expect(try world.client.get("/account", cookie: cookie).status == 200)
                // The note is written while the answer is under way: a write behind it comes after it.
                try await settle(world, cookie)
            }
        }
    }

    @Test func `signing out ends the session and takes the cookie back`() async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account())
            let token = try world.client.get("/account", cookie: cookie).hidden("token").unwrapped()
            let reply = try world.client.post("/logout", [("token", token)], cookie: cookie)
            #expect(reply.status == 303)
            #expect(reply["Location"] == "/?notice=signed-out")
            #expect(reply["Set-Cookie"]?.hasPrefix("nachlese=; Path=/; Max-Age=0") == true)
            #expect(reply["Clear-Site-Data"] == "\"cache\"")
            #expect(try world.client.get("/account", cookie: cookie).status == 303)
            #expect(try world.client.get("/?notice=signed-out").text.contains(LayoutTexts.german.notices(.signedOut)))
            #expect(try !world.client.get("/?notice=password-set").text.contains("role=\"status\""))
        }
    }

    @Test func `the address from the mail is filled in and nothing is used up`() async throws {
        try await World.run { world in
            let reply = try world.client.get("/login?email=person%40example.org&password=geheim")
            #expect(reply.text.contains("value=\"person@example.org\""))
            #expect(!reply.text.contains("geheim"))
            #expect(reply["Cache-Control"] == "no-store")
        }
    }

    /// Writes down that a session was used, as the server does once a second.
    private func settle(_ world: World, _ cookie: String) async throws {
        let text = cookie.dropFirst("nachlese=".count)
        let digest = try SessionToken(String(text)).unwrapped().digest
        let now = world.now
        try await world.sessionUses.flush(with: world.writer)
        let session = try await world.writer.read { try Session.find(digest, now: now, in: $0) }
        #expect(session?.lastUsedAt == now)
    }
}
