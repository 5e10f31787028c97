import TestSupport
import Testing

@testable import HTTP
@testable import Nachlese
@testable import Website

@Suite(.timeLimit(.minutes(15))) struct HostTests {
    @Test(arguments: [
        ("https://folien.example.org", "folien.example.org", true),
        ("https://folien.example.org", "FOLIEN.example.org:443", true),
        ("https://folien.example.org", "folien.example.org:80", false),
        ("https://folien.example.org", "evil.example", false),
        ("https://folien.example.org", "127.0.0.1:8087", true), ("http://127.0.0.1:8087", "127.0.0.1:9999", true),
        ("http://127.0.0.1:8087", "localhost:1", true), ("http://127.0.0.1:8087", "[::1]:8087", true),
        ("http://127.0.0.1:8087", "127.evil.example", false),
        ("http://127.0.0.1:8087", "localhost.evil.example", false),
    ])
    func `only own names are served`(address: String, host: String, isOwn: Bool) throws {
        var settings = Settings()
        settings.publicURL = PublicURL(address)
        #expect(HostCheck(settings).accepts(try Authority(host).unwrapped()) == isOwn)
    }

    @Test(arguments: [
        ("https://folien.example.org", "https://folien.example.org/login", true),
        ("https://folien.example.org", "HTTPS://folien.example.org:443", true),
        ("https://folien.example.org", "http://folien.example.org/login", false),
        ("https://folien.example.org", "/login", true), ("http://127.0.0.1:8087", "http://127.0.0.1:8087/", true),
        ("http://127.0.0.1:8087", "https://127.0.0.1:8087/", false), ("http://127.0.0.1:8087", "/?https://", true),
    ])
    func `only the scheme of the public address is served`(address: String, target: String, isOwn: Bool) throws {
        var settings = Settings()
        settings.publicURL = PublicURL(address)
        let text = "GET \(target) HTTP/1.0\r\n\r\n"
        var parser = RequestParser()
        guard case .head(let head, _) = try parser.parse(Array(text.utf8).span) else { throw Missing() }
        #expect(HostCheck(settings).accepts(head.target) == isOwn)
    }

    @Test(arguments: ["GET", "OPTIONS", "POST"])
    func `a request for the other scheme is refused`(method: String) async throws {
        try await World.run { world in
            let host = "127.0.0.1:\(world.client.port)"
            for path in ["/login", "/healthz", ""] {
                let reply = try world.client.send(method, "https://\(host)\(path)")
                #expect(reply.status == 421, "\(path)")
            }
            let reply = try world.client.get("http://\(host)/login")
            #expect(reply.status == 200)
        }
    }

    @Test func `names of this machine are not served where others can reach it`() throws {
        var settings = Settings()
        settings.publicURL = PublicURL("https://folien.example.org")
        settings.listen = [ListenAddress("0.0.0.0:8087")]
        #expect(!HostCheck(settings).accepts(try Authority("127.0.0.1:8087").unwrapped()))
        #expect(!HostCheck(settings).accepts(try Authority("localhost").unwrapped()))
        #expect(HostCheck(settings).accepts(nil))
    }

    @Test func `a request for another host is refused with a page`() async throws {
        try await World.run { world in
            let reply = try world.client.get("/login", ("Host", "evil.example"))
            #expect(reply.status == 421)
            #expect(!reply.text.contains("evil.example"))
            #expect(try world.client.get("/healthz", ("Host", "10.0.0.7")).status == 200)
        }
    }
}
