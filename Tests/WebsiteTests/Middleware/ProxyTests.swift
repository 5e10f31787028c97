import Codecs
import HTTP
import Networking
import Testing

@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct ProxyTests {
    private static let host = ("Host", "folien.example.org")

    private func forwarding(_ proxies: [String]) throws -> Forwarding {
        Forwarding(try TrustedProxies(proxies), fields: .xForwarded)
    }

    /// Makes forty wrong sign-ins, each for another account.
    private func guess(_ world: World, endingWith expected: Int, _ fields: (Int) -> [(String, String)]) throws {
        var status = 0
        for number in 0..<40 {
            let form = [("email", "a\(number)@example.org"), ("password", "falsch")]
            status = try world.client.post("/login", form, fields: [ProxyTests.host] + fields(number)).status
        }
        #expect(status == expected)
    }

    private func secure(_ settings: inout Settings) {
        settings.publicURL = PublicURL("https://folien.example.org")
    }

    @Test func `forged fields of a peer that is no proxy change neither throttle nor log`() async throws {
        try await World.run(forwarding: try forwarding(["192.0.2.1", "unix"]), secure) { world in
            try guess(world, endingWith: 429) {
                [("X-Forwarded-For", "198.51.\($0).1"), ("Forwarded", "for=203.0.113.7")]
            }
            #expect(world.log.contains("127.0.0.0/24"))
            #expect(!world.log.contains("198.51.") && !world.log.contains("203.0.113."))
        }
    }

    @Test func `behind a proxy the client is slowed down and nobody else`() async throws {
        try await World.run(forwarding: try forwarding(["127.0.0.1"]), secure) { world in
            try guess(world, endingWith: 429) { [("X-Forwarded-For", "198.51.\($0).1, 192.0.2.9")] }
            #expect(world.log.contains("192.0.2.0/24"))
            #expect(!world.log.contains("198.51."))
            let form = [("email", "b@example.org"), ("password", "falsch")]
            let other = try world.client.post(
                "/login", form, fields: [ProxyTests.host, ("X-Forwarded-For", "203.0.113.7")])
            #expect(other.status == 422)
        }
    }

    @Test func `a proxy that does not say for whom it asks is not slowed down as one client`() async throws {
        try await World.run(forwarding: try forwarding(["127.0.0.0/8"]), secure) { world in
            try guess(world, endingWith: 422) { _ in [] }
            try guess(world, endingWith: 422) { _ in [("X-Forwarded-For", "unknown")] }
        }
    }

    @Test func `without a named proxy this machine is taken for one where people come from elsewhere`() async throws {
        try await World.run(secure) { world in
            try guess(world, endingWith: 422) { _ in [] }
        }
    }

    @Test func `with another proxy named this machine is a client`() async throws {
        try await World.run(forwarding: try forwarding(["192.0.2.1"]), secure) { world in
            try guess(world, endingWith: 429) { _ in [] }
        }
    }

    @Test(arguments: ["/", "/modules/a%20b?lang=en&x=%2F", "/login?next=/account"])
    func `who comes to the proxy in the clear is led to the public address`(path: String) async throws {
        try await World.run(forwarding: try forwarding(["127.0.0.1"]), secure) { world in
            for method in ["GET", "HEAD"] {
                let reply = try world.client.send(
                    method, path, fields: [("Host", "evil.example"), ("X-Forwarded-Proto", "http")])
                #expect(reply.status == 301)
                #expect(reply["Location"] == "https://folien.example.org" + path)
                #expect(reply["Cache-Control"] == "no-store")
                #expect(reply["Strict-Transport-Security"] == nil)
            }
        }
    }

    @Test func `what is sent in the clear is refused and not acted upon`() async throws {
        try await World.run(forwarding: try forwarding(["127.0.0.1"]), secure) { world in
            let account = try await world.account()
            try await world.setPassword("Ein ganzer Satz ist gut", of: account)
            let form = [("email", "person@example.org"), ("password", "Ein ganzer Satz ist gut")]
            let fields = [ProxyTests.host, ("X-Forwarded-For", "192.0.2.9")]
            let reply = try world.client.post("/login", form, fields: fields + [("X-Forwarded-Proto", "http")])
            #expect(reply.status == 403)
            #expect(reply["Set-Cookie"] == nil)
            #expect(reply.text.contains("https://folien.example.org"))
            let secure = try world.client.post("/login", form, fields: fields + [("X-Forwarded-Proto", "https")])
            #expect(secure.status == 303)
        }
    }

    @Test func `a member gets no file in the clear, not even one that was sent before`() async throws {
        try await World.run(forwarding: try forwarding(["127.0.0.1"]), secure) { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module)
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
                .replacing("nachlese=", with: "__Host-nachlese=")
            let path = world.path(of: presentation, in: module)
            for _ in 0..<3 {
                #expect(try world.client.get(path, cookie: cookie, ProxyTests.host).status == 200)
            }
            let plain = try world.client.get(path, cookie: cookie, ProxyTests.host, ("X-Forwarded-Proto", "http"))
            #expect(plain.status == 301)
        }
    }

    @Test(arguments: [
        [("X-Forwarded-Proto", "https")], [("X-Forwarded-Proto", "http, https")], [("X-Forwarded-Proto", "ws")],
        [("X-Forwarded-For", "192.0.2.1")], [("Forwarded", "for=192.0.2.1;proto=http")],
        // The browser is on a secure connection already: an inner proxy calls its own one plain.
        [("X-Forwarded-Proto", "http"), ("Sec-Fetch-Site", "none")],
    ])
    func `nobody else is led anywhere`(fields: [(String, String)]) async throws {
        try await World.run(forwarding: try forwarding(["127.0.0.1"]), secure) { world in
            let reply = try world.client.send("GET", "/", fields: [ProxyTests.host] + fields)
            #expect(reply.status == 200)
            #expect(reply["Strict-Transport-Security"] == "max-age=31536000")
        }
    }

    @Test func `probes of the proxy are answered in the clear`() async throws {
        try await World.run(forwarding: try forwarding(["127.0.0.1"]), secure) { world in
            for path in ["/healthz", "/readyz"] {
                let reply = try world.client.get(path, ("X-Forwarded-Proto", "http"))
                #expect(reply.status == 200)
            }
        }
    }

    @Test func `without https nobody is led there`() async throws {
        try await World.run(forwarding: try forwarding(["127.0.0.1"])) { world in
            let reply = try world.client.get("/", ("X-Forwarded-Proto", "http"))
            #expect(reply.status == 200)
        }
    }

    @Test func `nobody is led anywhere by a peer that is no proxy`() async throws {
        try await World.run(secure) { world in
            let reply = try world.client.get("/", ProxyTests.host, ("X-Forwarded-Proto", "http"))
            #expect(reply.status == 200)
        }
    }

    @Test(arguments: [(365, "max-age=31536000"), (1, "max-age=86400"), (0, nil)])
    func `browsers are asked to come by https for so long`(days: Int, value: String?) async throws {
        try await World.run {
            secure(&$0)
            $0.hsts = .days(days)
        } _: { world in
            for path in ["/", "/login", "/nowhere", "/healthz"] {
                let reply = try world.client.get(path, ProxyTests.host)
                #expect(reply["Strict-Transport-Security"] == value)
            }
        }
    }

    @Test func `without https browsers are not asked to come by it`() async throws {
        try await World.run { world in
            let reply = try world.client.get("/")
            #expect(reply["Strict-Transport-Security"] == nil)
        }
    }
}
