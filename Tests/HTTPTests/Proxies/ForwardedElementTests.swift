import Networking
import Testing

@testable import HTTP

struct ForwardedElementTests {
    private func client(_ lines: [String]) throws -> ForwardedClient {
        let forwarding = Forwarding(try TrustedProxies(["10.0.0.0/8"]), fields: .forwarded)
        let head = try RequestHead.make("GET", "/", lines.map { "Forwarded: \($0)" })
        return forwarding.client(of: head, from: try SocketAddress("10.0.0.1:5"))
    }

    @Test(
        arguments: [
            (["for=192.0.2.1"], "192.0.2.1:0", nil), (["For=192.0.2.1;PROTO=HTTPS"], "192.0.2.1:0", .https),
            (["proto=http;by=10.0.0.1;for=192.0.2.1;host=a.example"], "192.0.2.1:0", .http),
            (["for=\"192.0.2.1:4711\""], "192.0.2.1:4711", nil),
            (["for=\"[2001:db8::1]:4711\""], "[2001:db8::1]:4711", nil),
            (["for=\"[2001:db8::1]\";proto=https"], "[2001:db8::1]:0", .https),
            (["for=\"192.0.2.1:_hidden\""], "192.0.2.1:0", nil), (["for=\"19\\2.0.2.1\""], "192.0.2.1:0", nil),
            (["for=192.0.2.1 ; proto=https\t"], "192.0.2.1:0", .https), (["for=192.0.2.1;;"], "192.0.2.1:0", nil),
            (["for=192.0.2.1;secret=\"a,b;\\\"c=\""], "192.0.2.1:0", nil),
            (["for=198.51.100.1, for=192.0.2.1"], "192.0.2.1:0", nil),
            // The scheme is what the client used, not what the proxies used among themselves.
            (["for=192.0.2.1;proto=https, for=10.0.0.2;proto=http"], "192.0.2.1:0", .https),
            (["for=192.0.2.1;proto=https", "for=10.0.0.2;proto=http"], "192.0.2.1:0", .https),
            (["for=192.0.2.1, for=10.0.0.2;proto=http"], "192.0.2.1:0", nil),
            (["for=198.51.100.1;proto=http, for=192.0.2.1;proto=https"], "192.0.2.1:0", .https),
            (["for=\"broken", "for=192.0.2.1"], "192.0.2.1:0", nil),
        ] as [([String], String, Scheme?)])
    func `the client is found`(lines: [String], address: String, scheme: Scheme?) throws {
        #expect(try client(lines) == ForwardedClient(try SocketAddress(address), scheme: scheme))
    }

    @Test(arguments: [
        (["for=unknown"], "10.0.0.1:5"), (["for=_hidden"], "10.0.0.1:5"), (["for=\"_a:_b\""], "10.0.0.1:5"),
        ([""], "10.0.0.1:5"), (["proto=https"], "10.0.0.1:5"), (["for=192.0.2.1,"], "10.0.0.1:5"),
        (["for=192.0.2.1, for=_a, for=10.0.0.2"], "10.0.0.2:0"), (["for=10.0.0.3"], "10.0.0.3:0"),
        (["for=192.0.2.1, by=10.0.0.1"], "10.0.0.1:5"), (["for=\"192.0.2.1:_\""], "10.0.0.1:5"),
        (["for=\"192.0.2.1:_a b\""], "10.0.0.1:5"),
    ])
    func `a proxy stands for whom it does not name`(lines: [String], address: String) throws {
        let client = try client(lines)
        #expect(client.address == (try SocketAddress(address)))
        #expect(client.isHidden)
    }

    @Test(arguments: [
        "for", "for=", "for=\"\"", "=192.0.2.1", "for =192.0.2.1", "for= 192.0.2.1", "for=192.0.2.1 proto=https",
        "for=[2001:db8::1]", "for=192.0.2.1:80", "for=\"192.0.2.1", "for=\"192.0.2.1\\", "for=\"192.0.2.1\"x",
        "for=192.0.2.1;for=192.0.2.1", "for=192.0.2.1;proto=https;Proto=https", "192.0.2.1",
        "for=192.0.2.1;(comment)",
        // A quotation mark that a client left open in front of what its proxy added.
        "for=\", for=192.0.2.1;proto=https", "for=\"192.0.2.1, for=\"[2001:db8::1]:4711\"",
        "for=\"x, for=192.0.2.1;host=\"a:80\"",
    ])
    func `a line that is not well-formed says nothing and hides nobody`(line: String) throws {
        #expect(try client([line]) == ForwardedClient(try SocketAddress("10.0.0.1:5")))
        #expect(try client([line, "for=10.0.0.2"]) == ForwardedClient(try SocketAddress("10.0.0.2:0")))
    }

    @Test func `a line has at most 64 elements`() throws {
        let many = Array(repeating: "for=1.2.3.4", count: 63)
        #expect(try client([(many + ["for=192.0.2.1"]).joined(separator: ",")]).address.port == 0)
        #expect(try client([(many + ["a=b", "for=192.0.2.1"]).joined(separator: ",")]).address.port == 5)
    }
}
