import Networking
import Testing

struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8087", SocketAddress.ipv4(.loopback, port: 8087), "127.0.0.1:8087"),
        ("0.0.0.0:0", .ipv4(.any, port: 0), "0.0.0.0:0"),
        ("255.255.255.255:65535", .ipv4(IPv4Address(.max), port: 65535), "255.255.255.255:65535"),
        ("localhost:80", .ipv4(.loopback, port: 80), "127.0.0.1:80"),
        ("[::1]:8087", .ipv6(.loopback, port: 8087), "[::1]:8087"),
        ("*:8087", .ipv6(.any, port: 8087), "[::]:8087"),
        ("[::]:8087", .ipv6(.any, port: 8087), "[::]:8087"),
        (
            "[2001:DB8:0:0::00ff]:1", .ipv6(IPv6Address(high: 0x2001_0db8_0000_0000, low: 0xff), port: 1),
            "[2001:db8::ff]:1"
        ),
        ("unix:/run/nachlese.sock", .unix("/run/nachlese.sock"), "unix:/run/nachlese.sock"),
        ("unix:/run/a:1", .unix("/run/a:1"), "unix:/run/a:1"),
        ("unix:/über", .unix("/über"), "unix:/über"),
    ])
    func `every form is read and its description is read again`(
        text: String, address: SocketAddress, description: String
    ) throws {
        #expect(try SocketAddress(text) == address)
        #expect(address.description == description)
        #expect(try SocketAddress(description) == address)
    }

    @Test(arguments: [
        ("", SocketAddressError.missingPort("")),
        ("127.0.0.1", .missingPort("127.0.0.1")),
        ("[::1]", .missingPort("[::1]")),
        ("127.0.0.1:", .invalidPort("127.0.0.1:")),
        ("127.0.0.1:65536", .invalidPort("127.0.0.1:65536")),
        ("127.0.0.1:99999999999999999999", .invalidPort("127.0.0.1:99999999999999999999")),
        ("127.0.0.1:+1", .invalidPort("127.0.0.1:+1")),
        ("127.0.0.1:080", .invalidPort("127.0.0.1:080")),
        ("127.0.0.1:８0", .invalidPort("127.0.0.1:８0")),
        ("127.0.0.1:80 ", .invalidPort("127.0.0.1:80 ")),
        (":80", .invalidHost(":80")),
        ("example.org:80", .invalidHost("example.org:80")),
        ("256.0.0.1:80", .invalidHost("256.0.0.1:80")),
        ("1.2.3:80", .invalidHost("1.2.3:80")),
        ("1.2.3.4.5:80", .invalidHost("1.2.3.4.5:80")),
        ("01.2.3.4:80", .invalidHost("01.2.3.4:80")),
        ("1..3.4:80", .invalidHost("1..3.4:80")),
        ("[]:80", .invalidHost("[]:80")),
        ("[:::1]:80", .invalidHost("[:::1]:80")),
        ("[::1%lo]:80", .invalidHost("[::1%lo]:80")),
        ("[::1\0]:80", .invalidHost("[::1\0]:80")),
        ("[127.0.0.1]:80", .invalidHost("[127.0.0.1]:80")),
        ("[:80", .invalidHost("[:80")),
        ("::1:80", .missingBrackets("::1:80")),
        ("unix:", .invalidPath("unix:")),
        ("unix:relative", .invalidPath("unix:relative")),
        ("unix:/a\0b", .invalidPath("unix:/a\0b")),
        ("unix:/\(String(repeating: "x", count: 107))", .pathTooLong("unix:/\(String(repeating: "x", count: 107))")),
    ])
    func `what is no address is refused with its reason`(text: String, error: SocketAddressError) {
        #expect(throws: error) { try SocketAddress(text) }
        #expect(error.description.contains("“\(text)”"))
    }

    @Test(arguments: [
        ("127.0.0.1:1", true), ("127.255.0.3:1", true), ("128.0.0.1:1", false), ("[::1]:1", true), ("[::2]:1", false),
        ("[::ffff:127.0.0.1]:1", true), ("[::ffff:8.8.8.8]:1", false), ("unix:/x", true), ("0.0.0.0:1", false),
    ])
    func `loopback is told from the rest`(text: String, isLoopback: Bool) throws {
        #expect(try SocketAddress(text).isLoopback == isLoopback)
    }

    @Test func `only a TCP address has a port`() throws {
        #expect(try SocketAddress("[::1]:9").port == 9)
        #expect(SocketAddress.unix("/x").port == nil)
        #expect(SocketAddress.unix("/x").isInternet == false)
    }

    @Test(arguments: [
        ("192.0.2.200:1", "192.0.2.0/24"), ("192.0.3.1:1", "192.0.3.0/24"), ("[::ffff:192.0.2.7]:1", "192.0.2.0/24"),
        ("[2001:db8:1:2:3:4:5:6]:1", "2001:db8:1:2::/64"), ("[2001:db8::1]:1", "2001:db8::/64"),
        ("[::1]:1", "::/64"), ("unix:/x", "local"),
    ])
    func `a client counts as its network`(text: String, network: String) throws {
        #expect(try SocketAddress(text).network.description == network)
    }

    @Test func `networks are equal exactly when the prefix is`() throws {
        let first = try SocketAddress("192.0.2.1:1").network
        #expect(try SocketAddress("192.0.2.255:9").network == first)
        #expect(try SocketAddress("192.0.3.1:1").network != first)
        #expect(try SocketAddress("[::]:1").network != SocketAddress("0.0.0.0:1").network)
        #expect(try SocketAddress("0.0.0.0:1").network != .local)
    }
}
