import Mail
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Catalogue
@testable import Members
@testable import Website

/// A session that ends while somebody fills in a form.
@Suite(.timeLimit(.minutes(15))) struct SessionOverTests {
    private let own = "Vier Wörter genügen völlig"
    private let typed = [("name", "Jörg \"Müller\""), ("organisation", "Neuer <Verein>"), ("language", "en")]

    private func signIn(_ world: World, _ page: Reply, more: [(String, String)] = []) throws -> Reply {
        let kept = ["next", "kept_name", "kept_organisation", "kept_language"].compactMap { name in
            page.hidden(name).map { (name, SessionOverTests.plain($0)) }
        }
        return try world.client.post("/login", [("email", "person@example.org"), ("password", own)] + kept + more)
    }

    private static func plain(_ text: String) -> String {
        [("&#34;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(text) { text, pair in
            text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
        }
    }

    @Test func `what was typed about oneself is there after signing in, and is stored only then`() async throws {
        try await World.run { world in
            let account = try await world.account()
            try await world.setPassword(own, of: account)
            let cookie = try await world.session(of: account)
            let token = try world.client.get("/account", cookie: cookie).hidden("token").unwrapped()
            world.advance(Session.idleLimit)
            let over = try world.client.post("/account", [("token", token)] + typed, cookie: cookie)
            #expect(over.status == 403)
            #expect(over.text.contains(SignInTexts.german.sessionOverInForm))
            #expect(over["Cache-Control"] == "no-store")
            // A wrong password loses nothing.
            let wrong = try world.client.post(
                "/login",
                [("email", "person@example.org"), ("password", "falsch"), ("kept_name", "Jörg"), ("next", "/account")])
            #expect(wrong.status == 422)
            #expect(wrong.hidden("kept_name") == "Jörg")
            let back = try signIn(world, over)
            #expect(back.status == 200)
            #expect(back.text.contains(AccountTexts.german.kept))
            #expect(back.text.contains("value=\"Jörg &#34;Müller&#34;\""))
            #expect(back.text.contains("value=\"Neuer &lt;Verein&gt;\""))
            #expect(back.text.contains("<option value=\"en\" lang=\"en\" selected>"))
            let fresh = try back.cookie.unwrapped()
            #expect(try world.client.get("/account", cookie: fresh).text.contains("value=\"Jörg Müller\""))
            let saved = try world.client.post(
                "/account", [("token", try back.hidden("token").unwrapped())] + typed, cookie: fresh)
            #expect(saved["Location"] == "/account?notice=details-saved")
            let page = try world.client.get("/account?notice=details-saved", cookie: fresh).text
            #expect(page.contains("value=\"Jörg &#34;Müller&#34;\""))
            #expect(page.contains("<html lang=\"en\">"))
            #expect(page.contains(LayoutTexts.english.notices(.detailsSaved)))
        }
    }

    @Test func `a form of another session is shown again with what was typed`() async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account())
            let reply = try world.client.post("/account", [("token", "früher")] + typed, cookie: cookie)
            #expect(reply.status == 403)
            #expect(reply.text.contains(AccountTexts.german.stale))
            #expect(reply.text.contains("value=\"Neuer &lt;Verein&gt;\""))
            #expect(try world.client.get("/account", cookie: cookie).text.contains("value=\"Jörg Müller\""))
        }
    }

    @Test func `what cannot be stored is said at its field`() async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account())
            let token = try world.client.get("/account", cookie: cookie).hidden("token").unwrapped()
            let long = String(repeating: "a", count: Label.maximumLength + 1)
            let reply = try world.client.post(
                "/account", [("token", token), ("name", " "), ("organisation", long), ("language", "xx")],
                cookie: cookie)
            #expect(reply.status == 422)
            #expect(reply.text.contains("href=\"#name\">\(AccountTexts.german.noName)"))
            #expect(reply.text.contains("href=\"#organisation\">\(AccountTexts.german.tooLong)"))
            #expect(reply.text.contains(long))
            #expect(reply.text.contains("<title>Fehler: "))
        }
    }

    @Test func `a password is not kept, and its owner is told and led on`() async throws {
        try await World.run { world in
            let account = try await world.account()
            try await world.setPassword(own, of: account)
            let cookie = try await world.session(of: account)
            let token = try world.client.get("/account/password", cookie: cookie).hidden("token").unwrapped()
            world.advance(Session.idleLimit)
            let secret = "Ein neuer Satz als Passwort"
            let over = try world.client.post(
                "/account/password", [("token", token), ("new_password", secret), ("next", "/modules/modul-iv")],
                cookie: cookie)
            #expect(over.status == 303)
            let location = try over["Location"].unwrapped()
            #expect(!location.contains("Satz"))
            let page = try world.client.get(location, cookie: cookie)
            #expect(page.text.contains(LayoutTexts.german.notices(.passwordNotSet)))
            #expect(!page.text.contains("Satz"))
            let back = try signIn(world, page)
            #expect(back["Location"] == "/account/password?next=/modules/modul-iv")
            let form = try world.client.get(
                try back["Location"].unwrapped(), cookie: try back.cookie.unwrapped())
            #expect(form.hidden("next") == "/modules/modul-iv")
        }
    }

    @Test func `who signed in with a mailed password comes to the choice of one once, not twice`() async throws {
        try await World.run { world in
            let account = try await world.account()
            let initial = try await world.initialPassword(of: account)
            let reply = try world.client.post(
                "/login",
                [
                    ("email", "person@example.org"), ("password", initial),
                    ("next", "/account/password?next=/modules/modul-iv"),
                ])
            #expect(reply["Location"] == "/account/password?next=/modules/modul-iv")
        }
    }

    @Test func `a password form of another session is shown again without the password`() async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account())
            let reply = try world.client.post(
                "/account/password",
                [("token", "früher"), ("new_password", "Ein neuer Satz als Passwort"), ("next", "/account")],
                cookie: cookie)
            #expect(reply.status == 403)
            #expect(reply.text.contains(PasswordTexts.german.stale))
            #expect(reply.hidden("next") == "/account")
            #expect(!reply.text.contains("neuer Satz"))
        }
    }

    @Test func `other devices stay signed in, and it is said`() async throws {
        try await World.run { world in
            let account = try await world.account()
            let cookie = try await world.session(of: account)
            world.advance(Session.idleLimit)
            let elsewhere = try await world.session(of: account)
            let over = try world.client.post("/account/sessions", [("token", "alt")], cookie: cookie)
            #expect(over["Location"] == "/login?next=/account&notice=sessions-not-ended")
            let page = try world.client.get(try over["Location"].unwrapped(), cookie: cookie)
            #expect(page.text.contains(LayoutTexts.german.notices(.sessionsNotEnded)))
            #expect(!page.text.contains(SignInTexts.german.sessionOver))
            #expect(try world.client.get("/account", cookie: elsewhere).status == 200)
        }
    }
}
