import Mail
import SQLite
import TestSupport
import Testing

@testable import HTTP
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct SiteTests {
    @Test func `public pages may be stored and asked for again, personal ones not at all`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            for path in ["/", "/series/reihe", "/modules/modul-iv"] {
                #expect(try world.client.get(path)["Cache-Control"] == "no-cache")
                #expect(try world.client.get(path)["Vary"] == "Cookie, Accept-Language")
                #expect(try world.client.get(path, cookie: cookie)["Cache-Control"] == "no-store")
            }
            for path in ["/account", "/account/password"] {
                #expect(try world.client.get(path, cookie: cookie)["Cache-Control"] == "no-store")
            }
        }
    }

    @Test func `a page asks browsers for nothing but its own files`() async throws {
        try await World.run { world in
            let reply = try world.client.get("/")
            #expect(
                reply["Content-Security-Policy"]
                    == "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
                    + "base-uri 'none'; frame-ancestors 'none'")
            #expect(reply["Cross-Origin-Opener-Policy"] == "same-origin")
            #expect(reply["Permissions-Policy"]?.contains("camera=()") == true)
            #expect(reply["Strict-Transport-Security"] == nil)
            #expect(!reply.text.contains("style=\""))
            #expect(!reply.text.contains("onclick"))
            for part in reply.text.split(separator: "src=\"").dropFirst() { #expect(part.hasPrefix("/assets/")) }
        }
    }

    @Test func `pages are never compressed, so that their length tells nothing of what is in them`() async throws {
        try await World.run { world in
            let module = try await world.module(in: try await world.series())
            let cookie = try await world.session(of: try await world.account(admittedTo: module))
            for path in ["/", "/modules/modul-iv", "/login", "/account", "/account/password", "/nichts", "/healthz"] {
                for cookie in [nil, cookie] {
                    let reply = try world.client.get(
                        path, cookie: cookie, ("Accept-Encoding", "br, gzip, identity;q=0"))
                    #expect(reply["Content-Encoding"] == nil)
                    #expect(reply["Content-Length"] == "\(reply.body.count)")
                }
            }
        }
    }

    @Test func `probes are answered`() async throws {
        try await World.run { world in
            let health = try world.client.get("/healthz")
            let readiness = try world.client.get("/readyz")
            #expect(health.text == "ok\n")
            #expect(readiness.status == 200)
        }
    }

    @Test func `requests that are none get a page and a closed connection`() async throws {
        try await World.run { world in
            for (bytes, status) in [
                ("GET / HTTP/1.1\r\n\r\n", 400), ("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501), ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
                ("GET /\(String(repeating: "x", count: 20_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
            ] {
                let reply = try Reply(world.client.exchange(Array(bytes.utf8)))
                #expect(reply.status == status)
                #expect(reply["Content-Security-Policy"] != nil)
                #expect(reply.text.contains("<html lang=\"de\">"))
            }
        }
    }

    @Test func `a query that cannot be read is refused`() async throws {
        try await World.run { world in
            for query in ["%zz", "a=%ff", "a=%00", String(repeating: "a&", count: 100)] {
                let reply = try world.client.get("/?\(query)")
                #expect(reply.status == 400)
            }
        }
    }

    @Test func `a database that fails is our fault, and the page tells nothing of it`() async throws {
        try await World.run { world in
            try await world.module(in: try await world.series())
            _ = try await world.writer.write { try $0.run("DROP TABLE file_version") }
            let reply = try world.client.get("/modules/modul-iv")
            #expect(reply.status == 500)
            for word in ["SQL", "sqlite", "/tmp", "file_version", "SELECT"] { #expect(!reply.text.contains(word)) }
            let number = try reply.text.split(separator: "<strong>").last.unwrapped().prefix(8)
            #expect(world.log.all.contains { $0.contains(number) && $0.contains("no such table") })
        }
    }
}
