import Mail
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Catalogue
@testable import Members
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct OwnPasswordTests {
    private let own = "Vier Wörter genügen völlig"

    @Test func `after the mailed password an own one is offered, and it may be skipped`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let account = try await world.account(admittedTo: module)
            let initial = try await world.initialPassword(of: account)
            let path = world.path(of: presentation, in: module)
            let reply = try world.client.post(
                "/login", [("email", "person@example.org"), ("password", initial.lowercased()), ("next", path)])
            #expect(reply["Location"] == "/account/password?next=/modules/modul-iv%3Ffile%3Dfolien")
            let cookie = try reply.cookie.unwrapped()
            let offer = try world.client.get(try reply["Location"].unwrapped(), cookie: cookie)
            #expect(offer.text.contains("href=\"/modules/modul-iv?file=folien#folien\">\(PasswordTexts.german.skip)"))
            #expect(offer.text.contains("Mindestens 12 Zeichen. Ein ganzer Satz ist gut."))
            #expect(offer.text.contains("autocomplete=\"new-password\""))
            #expect(offer.text.contains("autocomplete=\"username\""))
            #expect(try world.client.get(path, cookie: cookie).status == 200)
        }
    }

    @Test func `an own password ends everything that was before`() async throws {
        try await World.run { world in
            let account = try await world.account()
            let initial = try await world.initialPassword(of: account)
            let cookie = try world.client.post("/login", [("email", "person@example.org"), ("password", initial)])
                .cookie.unwrapped()
            let elsewhere = try await world.session(of: account, with: .initial)
            let token = try world.client.get("/account/password", cookie: cookie).hidden("token").unwrapped()
            let reply = try world.client.post(
                "/account/password", [("token", token), ("new_password", own), ("next", "/account")], cookie: cookie)
            #expect(reply.status == 303)
            #expect(reply["Location"] == "/account?notice=password-set")
            let fresh = try reply.cookie.unwrapped()
            #expect(fresh != cookie)
            let page = try world.client.get("/account?notice=password-set", cookie: fresh)
            #expect(page.text.contains(LayoutTexts.german.notices(.passwordSet)))
            #expect(page.text.contains(AccountTexts.german.passwordOwn))
            #expect(try world.client.get("/account", cookie: cookie).status == 303)
            #expect(try world.client.get("/account", cookie: elsewhere).status == 303)
            let again = try world.client.post("/login", [("email", "person@example.org"), ("password", own)])
            #expect(again["Location"] == "/account")
            #expect(
                try world.client.post("/login", [("email", "person@example.org"), ("password", initial)]).status == 422)
        }
    }

    @Test(arguments: [
        ("", "Geben Sie ein neues Passwort ein."), ("kurz", "mindestens 12 Zeichen"),
        ("passwort123456", "Listen"), ("person ist angemeldet", "Adresse"), ("aaaaaaaaaaaaaaaa", "wiederholt"),
        (String(repeating: "lang ", count: 300), "zu lang"),
    ])
    func `a weak one is refused with the reason and changes nothing`(password: String, reason: String) async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account(), with: .initial)
            let token = try world.client.get("/account/password", cookie: cookie).hidden("token").unwrapped()
            let reply = try world.client.post(
                "/account/password", [("token", token), ("new_password", password), ("next", "/account")],
                cookie: cookie)
            #expect(reply.status == 422)
            #expect(reply.text.contains(reason))
            #expect(reply.text.contains("<title>Fehler: "))
            #expect(reply.text.contains("aria-invalid=\"true\""))
            #expect(reply["Set-Cookie"] == nil)
            #expect(try world.client.get("/account", cookie: cookie).status == 200)
        }
    }

    @Test func `where it is required nothing else goes before it`() async throws {
        try await World.run {
            $0.ownPassword = .required
        } _: { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let open = try await world.presentation("Offen", in: module, audience: .public)
            let account = try await world.account(admittedTo: module)
            let cookie = try await world.session(of: account, with: .initial)
            let other = try await world.session(of: account, with: .own)
            let path = world.path(of: presentation, in: module)
            #expect(
                try world.client.get(path, cookie: cookie)["Location"]
                    == "/account/password?next=/modules/modul-iv%3Ffile%3Dfolien")
            // Neither does what was decided for a session that may.
            #expect(try world.client.get(path, cookie: other).status == 200)
            #expect(try world.client.get(path, cookie: cookie).status == 303)
            #expect(try world.client.get("/account", cookie: cookie)["Location"] == "/account/password?next=/account")
            let page = try world.client.get("/account/password", cookie: cookie)
            #expect(!page.text.contains(PasswordTexts.german.skip))
            let token = try page.hidden("token").unwrapped()
            #expect(try world.client.post("/account/sessions", [("token", token)], cookie: cookie).status == 303)
            #expect(try world.client.get("/account", cookie: other).status == 200)
            #expect(try world.client.get(world.path(of: open, in: module), cookie: cookie).status == 200)
            let done = try world.client.post(
                "/account/password", [("token", token), ("new_password", own)], cookie: cookie)
            #expect(try world.client.get(path, cookie: try done.cookie.unwrapped()).status == 200)
        }
    }

    @Test func `all other sessions can be ended`() async throws {
        try await World.run { world in
            let account = try await world.account()
            let here = try await world.session(of: account)
            let there = try await world.session(of: account)
            let page = try world.client.get("/account", cookie: here)
            #expect(page.text.contains(AccountTexts.german.otherDevices(1)))
            let reply = try world.client.post(
                "/account/sessions", [("token", try page.hidden("token").unwrapped())], cookie: here)
            #expect(reply["Location"] == "/account?notice=sessions-ended")
            #expect(try world.client.get("/account", cookie: there).status == 303)
            #expect(try world.client.get("/account", cookie: here).text.contains(AccountTexts.german.otherDevices(0)))
        }
    }
}
