import Nachlese
import Testing

@testable import HTTP
@testable import Website

@Suite(.timeLimit(.minutes(1))) struct HostTests {
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

    @Test func `names of this machine are not served where others can reach it`() throws {
        var settings = Settings()
        settings.publicURL = PublicURL("https://folien.example.org")
        settings.listen = ["0.0.0.0:8087"]
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
