extension SocketAddress {
    /// The longest path of a Unix socket in bytes (`unix(7)`, without the closing NUL).
    static let longestPath = 107

    /// Reads `127.0.0.1:8087`, `[::1]:8087`, `localhost:8087`, `*:8087` (the same as `[::]:8087`) or `unix:/path`.
    ///
    /// Names other than `localhost`, which is 127.0.0.1, are not looked up.
    ///
    /// - Throws: What is wrong with the text.
    package init(_ text: String) throws(SocketAddressError) {
        if text.utf8.starts(with: "unix:".utf8) {
            self = try .unix(Self.path(of: text))
            return
        }
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { throw .missingPort(text) }
        let host = String(text[..<colon])
        // A bracket behind the last colon means that the colon is part of the address: `[::1]`.
        guard !text.utf8[colon...].contains(UInt8(ascii: "]")) else { throw .missingPort(text) }
        guard let number = DecimalNumber.parse(text.utf8[colon...].dropFirst(), upTo: 65535) else {
            throw .invalidPort(text)
        }
        let port = UInt16(number)
        if host == "localhost" {
            self = .ipv4(.loopback, port: port)
        } else if host == "*" {
            self = .ipv6(.any, port: port)
        } else if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
            guard let address = IPv6Address(String(host.dropFirst().dropLast())) else { throw .invalidHost(text) }
            self = .ipv6(address, port: port)
        } else if host.utf8.contains(UInt8(ascii: ":")) {
            throw .missingBrackets(text)
        } else {
            guard let address = IPv4Address(host) else { throw .invalidHost(text) }
            self = .ipv4(address, port: port)
        }
    }

    private static func path(of text: String) throws(SocketAddressError) -> String {
        let path = text.utf8.dropFirst(5)
        guard path.first == UInt8(ascii: "/"), !path.contains(0) else { throw .invalidPath(text) }
        guard path.count <= longestPath else { throw .pathTooLong(text) }
        return String(path) ?? ""
    }
}
