import Networking
import Testing

struct ProxyHeaderTests {
    @Test(arguments: [
        ("PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\n", "192.0.2.7:51234"),
        ("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255:65535"),
        ("PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n", "0.0.0.0:0"),
        ("PROXY TCP6 2001:db8::7 2001:db8::1 51234 443\r\n", "[2001:db8::7]:51234"),
        (
            "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe 65535 65535\r\n",
            "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535"
        ),
        ("PROXY UNKNOWN\r\n", nil), ("PROXY UNKNOWN 192.0.2.7 anything at all\r\n", nil),
        (
            "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
            nil
        ),
    ])
    func `a line is read however it is cut`(line: String, source: String?) throws {
        try expect(Array(line.utf8), source)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\n", "\n", "proxy TCP4 1.2.3.4 1.2.3.4 1 1\r\n", "PROXYTCP4 1.2.3.4 1.2.3.4 1 1\r\n",
        "PROXY  TCP4 1.2.3.4 1.2.3.4 1 1\r\n", "PROXY TCP4  1.2.3.4 1.2.3.4 1 1\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 \r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", "PROXY TCP4\r\n", "PROXY \r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 01 1\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 65536 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 -1\r\n",
        "PROXY TCP4 1.2.3 1.2.3.4 1 1\r\n", "PROXY TCP4 1.2.3.4 256.2.3.4 1 1\r\n", "PROXY TCP4 ::1 ::1 1 1\r\n",
        "PROXY TCP6 1.2.3.4 1.2.3.4 1 1\r\n", "PROXY TCP6 ::1 x 1 1\r\n", "PROXY UDP4 1.2.3.4 1.2.3.4 1 1\r\n",
        "PROXY UNKNOWNS\r\n", "PROXY unknown\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 1\rx",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1\t1\r\n",
    ])
    func `what is no such line is malformed however it is cut`(line: String) {
        expectMalformed(Array(line.utf8))
    }

    @Test func `a line has at most 107 bytes`() {
        let longest = Array(("PROXY UNKNOWN " + String(repeating: "x", count: 91) + "\r\n").utf8)
        #expect(longest.count == 107)
        #expect(source(of: longest) == .some(nil))
        let longer = Array(("PROXY UNKNOWN " + String(repeating: "x", count: 92) + "\r\n").utf8)
        expectMalformed(longer)
        #expect(parse(longer[..<105]) == .needMore)
        #expect(parse(longer[..<106]) == .malformed)
    }

    private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]
    private static let ipv4: [UInt8] = [192, 0, 2, 7, 198, 51, 100, 1, 0xC8, 0x22, 1, 0xBB]
    private static let ipv6: [UInt8] =
        [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [7] + [UInt8](repeating: 1, count: 16)
        + [0xC8, 0x22, 1, 0xBB]
    private static let path = Array("/run/proxy".utf8)
    private static let unix = path + [UInt8](repeating: 0, count: 108 - path.count) + [UInt8](repeating: 65, count: 108)
    private static let crc: [UInt8] = [3, 0, 4, 1, 2, 3, 4]

    private static func header(_ command: UInt8, _ kind: UInt8, _ rest: [UInt8], length: Int? = nil) -> [UInt8] {
        let length = length ?? rest.count
        return signature + [command, kind, UInt8(length >> 8), UInt8(length & 255)] + rest
    }

    @Test(arguments: [
        (header(0x21, 0x11, ipv4), "192.0.2.7:51234"), (header(0x21, 0x11, ipv4 + crc), "192.0.2.7:51234"),
        (header(0x21, 0x21, ipv6), "[2001:db8::7]:51234"), (header(0x21, 0x21, ipv6 + crc), "[2001:db8::7]:51234"),
        (header(0x21, 0x31, unix), "unix:/run/proxy"), (header(0x21, 0x31, unix + crc), "unix:/run/proxy"),
        (header(0x21, 0x00, []), nil), (header(0x21, 0x00, ipv4), nil), (header(0x20, 0x00, []), nil),
        (header(0x20, 0x11, ipv4), nil), (header(0x20, 0x11, []), nil), (header(0x20, 0xFF, crc), nil),
        (header(0x21, 0x11, ipv4 + [UInt8](repeating: 4, count: 2020)), "192.0.2.7:51234"),
    ])
    func `bytes are read however they are cut`(header: [UInt8], source: String?) throws {
        try expect(header, source)
    }

    @Test(arguments: [
        [13, 10, 13, 10, 13], header(0x22, 0x11, ipv4), header(0x2F, 0x11, ipv4), header(0x11, 0x11, ipv4),
        header(0x01, 0x11, ipv4), header(0x21, 0x12, ipv4), header(0x21, 0x22, ipv6), header(0x21, 0x32, unix),
        header(0x21, 0x10, ipv4), header(0x21, 0x01, ipv4), header(0x21, 0x41, unix),
        header(0x21, 0x11, ipv4.dropLast()), header(0x21, 0x21, ipv4), header(0x21, 0x31, ipv6),
        header(0x21, 0x11, ipv4, length: 2033), header(0x20, 0x00, [], length: 65535),
        Array(signature.dropLast()) + [11],
    ])
    func `what are no such bytes is malformed however they are cut`(bytes: [UInt8]) {
        expectMalformed(bytes)
    }

    @Test func `a byte less than it says is not yet a header`() {
        let header = ProxyHeaderTests.header(0x21, 0x11, ProxyHeaderTests.ipv4, length: 2032)
        #expect(parse(header) == .needMore)
        let whole = header + [UInt8](repeating: 0, count: 2020)
        #expect(whole.count == ProxyHeader.longest)
        #expect(parse(whole.dropLast()) == .needMore)
        #expect(source(of: whole) == .some(.ipv4(IPv4Address(0xC000_0207), port: 51234)))
    }

    @Test func `a Unix path that fills its room needs no end`() {
        let unix = [UInt8](repeating: 0x2F, count: 216)
        let header = ProxyHeaderTests.header(0x21, 0x31, unix)
        #expect(source(of: header) == .some(.unix(String(repeating: "/", count: 108))))
    }

    private func parse(_ bytes: some Sequence<UInt8>) -> ProxyHeader.Outcome {
        let bytes = Array(bytes)
        return ProxyHeader.parse(bytes.span)
    }

    /// The source of a whole header with bytes of the client behind it; nil when it is not read so.
    private func source(of header: [UInt8]) -> SocketAddress?? {
        let bytes = header + Array("GET / HTTP/1.1\r\n".utf8)
        guard case .header(let found) = parse(bytes), found.length == header.count else { return nil }
        return .some(found.source)
    }

    private func expect(_ header: [UInt8], _ source: String?) throws {
        for count in 0..<header.count {
            #expect(parse(header[..<count]) == .needMore, "\(count) octets")
        }
        #expect(self.source(of: header) == .some(try source.map { try SocketAddress($0) }))
    }

    /// Malformed as a whole, and from some byte on for good.
    private func expectMalformed(_ bytes: [UInt8]) {
        var isRefused = false
        for count in 0...bytes.count {
            let outcome = parse(bytes[..<count])
            #expect(outcome == .malformed || outcome == .needMore && !isRefused, "\(count) octets")
            isRefused = outcome == .malformed
        }
        #expect(isRefused)
    }
}
