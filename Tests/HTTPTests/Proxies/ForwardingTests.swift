import Networking
import Testing

@testable import HTTP

struct ForwardingTests {
    private static let proxies = ["10.0.0.0/8", "2001:db8:a::/48", "unix"]

    private func client(
        _ fields: [String], from peer: String = "10.0.0.1:5", by kind: Forwarding.Fields = .xForwarded
    ) throws -> ForwardedClient {
        let forwarding = Forwarding(try TrustedProxies(ForwardingTests.proxies), fields: kind)
        let head = try RequestHead.make("GET", "/", fields)
        let peer = try SocketAddress(peer)
        let client = forwarding.client(of: head, from: peer)
        #expect(forwarding.scheme(of: head, from: peer) == client.scheme)
        return client
    }

    private static let everything = [
        "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: http", "X-Real-IP: 192.0.2.1",
        "Forwarded: for=192.0.2.1;proto=http",
    ]

    @Test(arguments: ["192.0.2.99:5", "[2001:db8:b::1]:5", "[::1]:5", "127.0.0.1:5", "[::ffff:11.0.0.1]:5"])
    func `fields of others than the proxies are ignored`(peer: String) throws {
        for kind in [Forwarding.Fields.xForwarded, .forwarded] {
            let client = try client(ForwardingTests.everything, from: peer, by: kind)
            #expect(client == ForwardedClient(try SocketAddress(peer)))
        }
    }

    @Test func `nobody is believed by default`() throws {
        let head = try RequestHead.make("GET", "/", ForwardingTests.everything)
        for peer in [SocketAddress.ipv4(.loopback, port: 1), .ipv6(.loopback, port: 1), .unix("")] {
            #expect(Forwarding.none.client(of: head, from: peer) == ForwardedClient(peer))
            #expect(Forwarding.none.scheme(of: head, from: peer) == nil)
        }
        #expect(!Forwarding.none.isInForce)
    }

    @Test(arguments: [
        (["192.0.2.1"], "192.0.2.1:0"), (["192.0.2.1:4711"], "192.0.2.1:4711"),
        (["[2001:db8::1]"], "[2001:db8::1]:0"), (["[2001:db8::1]:443"], "[2001:db8::1]:443"),
        (["2001:db8::1"], "[2001:db8::1]:0"), (["::ffff:192.0.2.1"], "192.0.2.1:0"), (["::1"], "[::1]:0"),
        // Only what the proxies wrote counts, whatever stands to the left of it.
        (["198.51.100.1, 192.0.2.1"], "192.0.2.1:0"), (["198.51.100.1,192.0.2.1"], "192.0.2.1:0"),
        (["10.0.0.9, 192.0.2.1"], "192.0.2.1:0"), (["rubbish \" ( , 192.0.2.1"], "192.0.2.1:0"),
        (["192.0.2.1, 10.0.0.2"], "192.0.2.1:0"), (["198.51.100.1, 192.0.2.1, 10.0.0.3, 10.0.0.2"], "192.0.2.1:0"),
        (["192.0.2.1\t ,\t 10.0.0.2:80"], "192.0.2.1:0"), (["192.0.2.1, ::ffff:10.0.0.2"], "192.0.2.1:0"),
        (["192.0.2.1, [2001:db8:a::2]:80"], "192.0.2.1:0"),
        // The lines are one list.
        (["198.51.100.1", "192.0.2.1"], "192.0.2.1:0"), (["192.0.2.1", "10.0.0.2"], "192.0.2.1:0"),
        (["198.51.100.1, 192.0.2.1", "10.0.0.3, 10.0.0.2"], "192.0.2.1:0"),
    ])
    func `the first address from the right that is no proxy is the client`(values: [String], address: String) throws {
        let client = try client(values.map { "X-Forwarded-For: \($0)" })
        #expect(client == ForwardedClient(try SocketAddress(address)))
    }

    @Test(arguments: [
        ([], "10.0.0.1:5"), ([""], "10.0.0.1:5"), (["unknown"], "10.0.0.1:5"), (["unix:"], "10.0.0.1:5"),
        (["192.0.2.1,"], "10.0.0.1:5"), (["192.0.2.1", ""], "10.0.0.1:5"), (["192.0.2.1, x"], "10.0.0.1:5"),
        (["192.0.2.1, x, 10.0.0.2"], "10.0.0.2:0"), (["192.0.2.1, , 10.0.0.2"], "10.0.0.2:0"),
        (["192.0.2.1, x", "10.0.0.2:7"], "10.0.0.2:7"), (["192.0.2.1 10.0.0.2"], "10.0.0.1:5"),
        (["192.0.2.1:"], "10.0.0.1:5"), (["192.0.2.1:65536"], "10.0.0.1:5"), (["192.0.2.1:+1"], "10.0.0.1:5"),
        (["192.0.2.1:000080"], "10.0.0.1:5"), (["[192.0.2.1]"], "10.0.0.1:5"), (["[::1"], "10.0.0.1:5"),
        (["[::1]x"], "10.0.0.1:5"), (["[]:1"], "10.0.0.1:5"), (["fe80::1%eth0"], "10.0.0.1:5"),
        (["192.0.2.01"], "10.0.0.1:5"), (["192.0.2"], "10.0.0.1:5"), (["\"192.0.2.1\""], "10.0.0.1:5"),
        (["192.0.2.1;x"], "10.0.0.1:5"), ([String(repeating: "1", count: 60)], "10.0.0.1:5"),
        (["10.0.0.3, 10.0.0.2"], "10.0.0.3:0"),
    ])
    func `a proxy stands for whom it does not name`(values: [String], address: String) throws {
        let client = try client(values.map { "X-Forwarded-For: \($0)" })
        #expect(client == ForwardedClient(try SocketAddress(address), isHidden: true))
    }

    @Test(arguments: ["[2001:db8:a::7]:5", "unix:/run/proxy", "[::ffff:10.0.0.1]:5"])
    func `every kind of proxy is believed`(peer: String) throws {
        let client = try client(["X-Forwarded-For: 192.0.2.1"], from: peer)
        #expect(client == ForwardedClient(try SocketAddress("192.0.2.1:0")))
    }

    @Test func `no more than so many proxies are passed over`() throws {
        let near = Array(repeating: "10.0.0.2", count: 32).joined(separator: ", ")
        #expect(try client(["X-Forwarded-For: 192.0.2.1, " + near]).isHidden)
        #expect(
            try client(["Forwarded: for=192.0.2.1, for=" + near.replacing(", ", with: ", for=")], by: .forwarded)
                .isHidden)
        #expect(try !client(["X-Forwarded-For: 192.0.2.1, " + near.dropFirst(10)]).isHidden)
    }

    @Test(
        arguments: [
            ([], nil), (["https"], .https), (["http"], .http), (["HTTPS"], .https), (["http, https"], .https),
            (["https,http"], .http), (["https", "http"], .http), (["http", " https "], .https), (["https,"], nil),
            (["wss"], nil), (["httpss"], nil), (["http s"], nil), ([""], nil), (["https", "x"], nil),
        ] as [([String], Scheme?)])
    func `the last proxy says how it was asked`(values: [String], scheme: Scheme?) throws {
        let fields = values.map { "X-Forwarded-Proto: \($0)" } + ["X-Forwarded-For: 192.0.2.1"]
        #expect(try client(fields).scheme == scheme)
    }

    @Test func `only one kind of fields counts`() throws {
        let fields = ["X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.2;proto=http", "X-Forwarded-Proto: https"]
        #expect(try client(fields) == ForwardedClient(SocketAddress("192.0.2.1:0"), scheme: .https))
        #expect(try client(fields, by: .forwarded) == ForwardedClient(SocketAddress("192.0.2.2:0"), scheme: .http))
        #expect(try client([fields[1]]).isHidden)
        #expect(try client([fields[0], fields[2]], by: .forwarded).isHidden)
    }
}
