import HTTP
import Logging
import Mail
import Networking
import SQLite
import TestSupport
import Testing

@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct RedirectSiteTests {
    private func run(_ test: (Client) throws -> Void) async throws {
        var settings = Settings()
        settings.publicURL = PublicURL("https://folien.example.org:8443")
        let server = try Server(workers: 1, logger: LogMemory().logger()) { [settings] _ in
            try RedirectSite(settings).unwrapped()
        }
        let address = try await server.listen(at: [ListeningPoint(.address(SocketAddress("127.0.0.1:0")))])
        do {
            try test(Client(port: try address[0].port.unwrapped()))
        } catch {
            await server.stop(grace: .milliseconds(10))
            throw error
        }
        await server.stop(grace: .milliseconds(10))
    }

    @Test(arguments: [
        ("/", "/"), ("/modules/a/b/%C3%9C.pdf?view", "/modules/a/b/%C3%9C.pdf?view"),
        ("//evil.example/", "//evil.example/"),
        ("http://evil.example", "/"), ("http://evil.example/a?b=/c", "/a?b=/c"), ("http://evil.example//a/", "//a/"),
    ])
    func `everything leads to the same place with TLS`(target: String, place: String) async throws {
        try await run { client in
            for method in ["GET", "HEAD"] {
                let host = target.split(separator: "/").dropFirst().first.map(String.init) ?? "evil.example"
                let reply = try client.send(
                    method, target, fields: [("Host", target.hasPrefix("http:") ? host : "evil.example")])
                #expect(reply.status == 301)
                #expect(reply["Location"] == "https://folien.example.org:8443" + place)
                #expect(reply["Strict-Transport-Security"] == nil)
                #expect(reply["Set-Cookie"] == nil)
            }
        }
    }

    @Test(arguments: ["POST", "PUT", "OPTIONS"])
    func `nothing else is done`(method: String) async throws {
        try await run { client in
            let reply = try client.send(method, "/login")
            #expect(reply.status == 403)
            #expect(reply["Location"] == nil)
            #expect(reply.text == "Nothing was done: use https://folien.example.org:8443\n")
        }
    }

    @Test func `nobody is led to where they are`() async throws {
        try await run { client in
            let reply = try client.get("https://folien.example.org:8443/", ("Host", "folien.example.org:8443"))
            #expect(reply.status == 421)
            #expect(reply["Location"] == nil)
        }
    }

    @Test func `what is no request is refused`() async throws {
        try await run { client in
            let reply = try Reply(try client.exchange(Array("rubbish\r\n\r\n".utf8)))
            #expect(reply.status == 400)
        }
    }

    @Test func `there is none without TLS`() {
        #expect(RedirectSite(Settings()) == nil)
    }
}
