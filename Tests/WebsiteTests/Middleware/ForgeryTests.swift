import Mail
import SQLite
import TestSupport
import Testing

@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct ForgeryTests {
    private static let foreign: [[(String, String)]] = [
        [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "")],
        [("Origin", "https://evil.example")], [("Origin", "null")], [("Origin", "http://127.0.0.1.evil.example")],
        [("Sec-Fetch-Site", "same-origin"), ("Origin", "https://evil.example")],
        [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")],
        [("Sec-Fetch-Site", "cross-site"), ("Origin", "http://127.0.0.1:8087")],
    ]

    @Test(arguments: 0..<ForgeryTests.foreign.count)
    func `a form from elsewhere changes nothing`(variant: Int) async throws {
        try await World.run { world in
            let account = try await world.account()
            try await world.setPassword("Ein ganzer Satz ist gut", of: account)
            let cookie = try await world.session(of: account)
            let other = try await world.session(of: account)
            let token = try world.client.get("/account", cookie: cookie).hidden("token").unwrapped()
            let fields = ForgeryTests.foreign[variant]
            for (path, form) in [
                ("/login", [("email", "person@example.org"), ("password", "Ein ganzer Satz ist gut")]),
                ("/logout", [("token", token)]), ("/account/sessions", [("token", token)]),
                ("/account/password", [("token", token), ("new_password", "Ein anderer Satz ist besser")]),
                ("/password/forgotten", [("email", "person@example.org")]),
            ] {
                let reply = try world.client.post(path, form, cookie: cookie, fields: fields)
                #expect(reply.status == 403, "\(path) \(fields)")
                #expect(reply["Set-Cookie"] == nil)
            }
            #expect(try world.client.get("/account", cookie: cookie).status == 200)
            #expect(try world.client.get("/account", cookie: other).status == 200)
            #expect(try await world.writer.read { try CredentialRequest.all(in: $0).isEmpty })
        }
    }

    @Test(
        arguments: [
            [("Sec-Fetch-Site", "same-origin")], [("Sec-Fetch-Site", "none")], [],
            [("Sec-Fetch-Site", "same-origin"), ("Origin", "null")], [("Origin", "http://127.0.0.1:8087")],
        ] as [[(String, String)]])
    func `a form from here works`(fields: [(String, String)]) async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account())
            let token = try world.client.get("/account", cookie: cookie).hidden("token").unwrapped()
            #expect(try world.client.post("/logout", [("token", token)], cookie: cookie, fields: fields).status == 303)
            #expect(try world.client.get("/account", cookie: cookie).status == 303)
        }
    }

    @Test func `on loopback the origin goes by the name in use`() async throws {
        try await World.run { world in
            let form = [("email", "a@example.org"), ("password", "falsch")]
            let fields = [
                ("Host", "localhost:\(world.client.port)"), ("Origin", "http://localhost:\(world.client.port)"),
            ]
            let reply = try world.client.post("/login", form, fields: fields)
            #expect(reply.status == 422)
            let crossed = [("Host", "localhost:\(world.client.port)"), ("Origin", "http://localhost:1")]
            #expect(try world.client.post("/login", form, fields: crossed).status == 403)
        }
    }

    @Test func `a token of another session, an old one, or none is refused`() async throws {
        try await World.run { world in
            let cookie = try await world.session(of: try await world.account())
            let other = try await world.session(of: try await world.account("b@example.org"))
            let foreign = try world.client.get("/account", cookie: other).hidden("token").unwrapped()
            let right = try world.client.get("/account", cookie: cookie).hidden("token").unwrapped()
            #expect(right != foreign)
            #expect(!cookie.contains(right))
            for form in [
                [], [("token", "")], [("token", foreign)], [("token", right + "x")],
                [("token", String(right.dropLast()))],
            ] {
                let reply = try world.client.post("/logout", form, cookie: cookie)
                #expect(reply.status == 403)
                #expect(reply.text.contains(ErrorTexts.german.staleForm.title))
            }
            #expect(try world.client.get("/account", cookie: cookie).status == 200)
        }
    }

    @Test(arguments: [
        ("a=1&a=2", 400), ("token=%zz", 400), ("token=%00", 400), ("token=%ff", 400),
        (String(repeating: "a&", count: 100), 400), ("a=" + String(repeating: "x", count: 70_000), 413),
    ])
    func `hostile forms are refused and never a fault`(content: String, status: Int) async throws {
        try await World.run { world in
            let head =
                "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(content.utf8.count)\r\n\r\n"
            let reply = try Reply(world.client.exchange(Array((head + content).utf8)))
            #expect(reply.status == status)
        }
    }

    @Test func `a form that is declared too large is refused before it is read`() async throws {
        try await World.run { world in
            let head = "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000000\r\n\r\n"
            let reply = try Reply(world.client.exchange(Array(head.utf8)))
            #expect(reply.status == 413)
            #expect(reply.text.contains(ErrorTexts.german.tooLarge.title))
        }
    }

    @Test(arguments: [
        (["application/json"], 415), (["application/x-www-form-urlencoded"], 422), ([], 422),
        (["Application/X-WWW-Form-Urlencoded ; charset=UTF-8"], 422),
        (["application/x-www-form-urlencoded;charset=\"utf-8\";"], 422),
        (["application/x-www-form-urlencoded-not"], 415), (["application/x-www-form-urlencoded, text/plain"], 415),
        (["application/x-www-form-urlencoded charset=utf-8"], 415), (["text/plain; application/json"], 415),
        (["multipart/form-data; boundary=application"], 415), ([""], 415),
        (["application/x-www-form-urlencoded", "application/x-www-form-urlencoded"], 415),
    ])
    func `only one kind of content is read`(types: [String], status: Int) async throws {
        try await World.run { world in
            let fields = types.map { ("Content-Type", $0) }
            let reply = try world.client.send("POST", "/login", fields: fields)
            #expect(reply.status == status)
        }
    }

    @Test(arguments: [
        ("0\r\nX: " + String(repeating: "y", count: 9_000) + "\r\n\r\n", 431), ("0\r\nX\r\n\r\n", 400),
        ("fffff\r\n", 413), ("1\r\nab", 400),
    ])
    func `a broken content has the status of its rule`(content: String, status: Int) async throws {
        try await World.run { world in
            let head = "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            let reply = try Reply(world.client.exchange(Array((head + content).utf8)))
            #expect(reply.status == status)
            #expect(reply["Connection"] == "close")
        }
    }
}
