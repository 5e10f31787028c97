import Testing

@testable import HTTP
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct MethodTests {
    /// What may be done at each route.
    private static func allowed(_ route: Route) -> String {
        switch route {
        case .start, .series, .module, .presentation, .picture, .officePage, .robots, .sitemap, .feed, .health, .ready,
            .asset:
            "GET, HEAD, OPTIONS"
        case .login, .account, .accountPassword, .passwordForgotten, .access, .accessConfirm:
            "GET, HEAD, POST, OPTIONS"
        case .logout, .accountSessions: "POST, OPTIONS"
        }
    }

    @Test func `each address names what may be done there, and refuses everything else`() async throws {
        try await World.run { world in
            for route in try RouteTests.routes() {
                let allowed = MethodTests.allowed(route)
                let options = try world.client.send("OPTIONS", route.path)
                #expect(options.status == 204)
                #expect(options.all("Allow") == [allowed])
                #expect(options.body.isEmpty)
                #expect(options["Content-Length"] == nil)
                #expect(options["Access-Control-Allow-Methods"] == nil)
                for method in ["PUT", "DELETE", "PATCH", "TRACE"] + (allowed.contains("GET") ? [] : ["GET", "HEAD"])
                    + (allowed.contains("POST") ? [] : ["POST"])
                {
                    let reply = try world.client.send(method, route.path, fields: [("X-Mine", "reflect me")])
                    #expect(reply.status == 405, "\(method) \(route.path)")
                    #expect(reply.all("Allow") == [allowed])
                    #expect(reply["Cache-Control"] == "no-store")
                    #expect(!reply.text.contains("reflect"))
                    #expect(reply.body.isEmpty == (method == "HEAD"))
                }
            }
            #expect(try Set(Route.allMethods) == Set(RouteTests.routes().flatMap(\.methods)))
        }
    }

    @Test func `the server as a whole can be asked, too`() async throws {
        try await World.run { world in
            for target in ["*", "http://127.0.0.1:\(world.client.port)"] {
                let reply = try world.client.send("OPTIONS", target)
                #expect(reply.status == 204)
                #expect(reply.all("Allow") == ["GET, HEAD, POST, OPTIONS"])
            }
            #expect(try world.client.send("OPTIONS", "*", fields: [("Host", "evil.example")]).status == 421)
            #expect(try world.client.send("OPTIONS", "/nichts").status == 404)
            // Only who reads is led on to the address without the slash.
            #expect(try world.client.send("GET", "/login/").status == 301)
            #expect(try world.client.send("PUT", "/login/").status == 404)
        }
    }

    @Test func `a refusal is a page in the reader's language`() async throws {
        try await World.run { world in
            let german = try world.client.send("DELETE", "/")
            #expect(german.text.contains("<html lang=\"de\">"))
            #expect(german["Content-Language"] == "de")
            let english = try world.client.send("DELETE", "/", fields: [("Accept-Language", "en")])
            #expect(english.text.contains("<html lang=\"en\">"))
            #expect(english.text.contains("This cannot be done here"))
            let post = try world.client.post("/?lang=en", [("a", "b")])
            #expect(post.status == 405)
            #expect(post["Content-Language"] == "en")
        }
    }

    @Test(arguments: [
        ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501), ("get / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("PROPFIND / HTTP/1.1\r\nHost: a\r\nContent-Length: 41\r\n\r\n", 501),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 501), ("CONNECT a:443 HTTP/1.0\r\n\r\n", 501),
        ("CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ])
    func `what no address knows is answered once, and nothing behind it is taken for a request`(
        request: String, status: Int
    ) async throws {
        try await World.run { world in
            let bytes = try world.client.exchange(
                Array((request + "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").utf8))
            let reply = try Reply(bytes)
            #expect(reply.status == status)
            #expect(reply["Connection"] == "close")
            #expect(reply["Content-Length"] == "\(reply.body.count)")
            #expect(reply.text.contains("<html lang=\"de\">"))
            #expect(reply["Allow"] == nil)
        }
    }

    @Test func `HEAD is answered with the very fields of GET`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let presentation = try await world.presentation(in: module, content: Array("%PDF-1.4 ".utf8))
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            let paths =
                try RouteTests.routes().map(\.path) + [
                    "/series/reihe", world.path(of: presentation, in: module),
                    world.path(of: presentation, in: module) + "?view", "/modules/modul-iv/folien/alt.pdf", "/nichts",
                    "/login/", "/?lang=en", "/?%zz", SiteAssets().styleSheet, "/modules/modul-iii",
                ]
            let variants: [[(String, String)]] = [
                [], [("Accept-Encoding", "br, gzip")], [("If-None-Match", "*")], [("If-Match", "\"x\"")],
                [("Accept-Language", "en")],
            ]
            for path in paths {
                for cookie in [nil, cookie] {
                    for fields in variants {
                        let get = try world.client.send("GET", path, cookie: cookie, fields: fields)
                        let head = try world.client.send("HEAD", path, cookie: cookie, fields: fields)
                        #expect(head.status == get.status, "\(path)")
                        #expect(head.body.isEmpty)
                        #expect(MethodTests.comparable(head) == MethodTests.comparable(get), "\(path) \(fields)")
                        #expect((get["Content-Length"] == nil) == (get.status == 304))
                        if get.status != 304 { #expect(get["Content-Length"] == "\(get.body.count)") }
                    }
                }
            }
        }
    }

    /// All fields but the time, which goes on between two requests.
    private static func comparable(_ reply: Reply) -> [String] {
        reply.fields.filter { $0.name != "date" }.map { "\($0.name): \($0.value)" }
    }
}
