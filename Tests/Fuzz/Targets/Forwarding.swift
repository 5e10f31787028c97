@testable import HTTP
@testable import Networking

/// `Forwarded` and `X-Forwarded-For`: the client is the peer or somebody who is named, and from others nothing counts.
func fuzz(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(8)
    guard let trusted = try? TrustedProxies(["127.0.0.0/8", "192.0.2.0/24", "2001:db8::/32", "unix"]) else { return }
    let peer = SocketAddress.ipv4(IPv4Address(0x7F00_0001), port: 4711)
    let stranger = SocketAddress.ipv4(IPv4Address(0x0A00_0001), port: 4711)
    let named = addresses(in: lines)
    for (name, fields) in [("X-Forwarded-For", Forwarding.Fields.xForwarded), ("Forwarded", .forwarded)] {
        var raw = Array("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https, http\r\n".utf8)
        for line in lines { raw += Array("\(name): ".utf8) + line + [0x0D, 0x0A] }
        raw += [0x0D, 0x0A]
        var parser = RequestParser()
        guard case .head(let head, _)? = try? parser.parse(raw.span) else { return }
        let forwarding = Forwarding(trusted, fields: fields)
        let client = forwarding.client(of: head, from: peer)
        expect(client.address == peer || named.contains(client.address), "\(client) is not named")
        expect(forwarding.scheme(of: head, from: peer) == client.scheme, "\(client)")
        expect(forwarding.client(of: head, from: stranger) == ForwardedClient(stranger), "a stranger is believed")
        expect(forwarding.scheme(of: head, from: stranger) == nil, "a stranger is believed")
        let unix = forwarding.client(of: head, from: .unix("/run/a"))
        expect(unix.address == .unix("/run/a") || unix == client, "\(unix) and not \(client)")
    }
}

/// Every address that stands anywhere in the lines.
func addresses(in lines: some Sequence<ArraySlice<UInt8>>) -> Set<SocketAddress> {
    var found: Set<SocketAddress> = []
    for line in lines {
        let words = line.filter { $0 != UInt8(ascii: "\\") }.split { ",;=\" \t".utf8.contains($0) }
        for word in words.map(Array.init) {
            if let address = ForwardedNode.read(word.span, 0..<word.count) { found.insert(address) }
        }
    }
    return found
}
