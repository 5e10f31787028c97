import Codecs
import Networking

/// The address under which people reach the site: scheme, host and port, without a path.
package struct PublicURL: Hashable, Sendable, CustomStringConvertible {
    package let isSecure: Bool
    /// Lower case; an IPv6 address without its brackets.
    package let host: String
    /// Nil where it is the scheme's own.
    package let port: UInt16?

    /// Reads `https://slides.example.org` or `http://127.0.0.1:8087`, with or without a slash at the end.
    package init?(_ text: String) {
        var rest = Substring(text)
        if rest.utf8.starts(with: "https://".utf8) {
            isSecure = true
            rest = rest.dropFirst(8)
        } else if rest.utf8.starts(with: "http://".utf8) {
            isSecure = false
            rest = rest.dropFirst(7)
        } else {
            return nil
        }
        if rest.utf8.last == UInt8(ascii: "/") { rest = rest.dropLast() }
        guard let (host, port) = PublicURL.authority(rest) else { return nil }
        self.host = host
        self.port = port == (isSecure ? 443 : 80) ? nil : port
    }

    /// The address of a server that listens on loopback only; nil for any other.
    package init?(loopbackListening address: ListenAddress) {
        guard let (host, port) = PublicURL.authority(Substring(address.text)), let port, PublicURL.isLoopback(host)
        else { return nil }
        isSecure = false
        self.host = host
        self.port = port == 80 ? nil : port
    }

    private init(host: String, port: UInt16) {
        isSecure = false
        self.host = host
        self.port = port
    }

    package static let local = PublicURL(host: "127.0.0.1", port: 8087)

    /// Host and port as in a URL and in the `Host` field.
    package var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }

    /// The origin (RFC 6454), which is also what paths are put behind.
    package var description: String { "\(isSecure ? "https" : "http")://\(authority)" }

    package var isLoopback: Bool { PublicURL.isLoopback(host) }

    private static func isLoopback(_ host: String) -> Bool {
        host == "::1" || host == "localhost" || host.utf8.starts(with: "127.".utf8)
    }

    private static func authority(_ text: Substring) -> (host: String, port: UInt16?)? {
        var host = text
        var port: UInt16?
        let isBracketed = text.utf8.first == UInt8(ascii: "[")
        let hostEnd = isBracketed ? text.utf8.firstIndex(of: UInt8(ascii: "]")) : text.startIndex
        guard let hostEnd else { return nil }
        if let colon = text[hostEnd...].utf8.lastIndex(of: UInt8(ascii: ":")) {
            let digits = text[text.index(after: colon)...]
            guard digits.utf8.allSatisfy(ASCII.isDigit), let number = UInt16(digits), number > 0 else {
                return nil
            }
            port = number
            host = text[..<colon]
        }
        if isBracketed {
            guard host.utf8.last == UInt8(ascii: "]") else { return nil }
            host = host.dropFirst().dropLast()
            guard
                host.utf8.allSatisfy({ Hex.value(of: $0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
            else { return nil }
        } else {
            guard host.utf8.allSatisfy(isHostByte) else { return nil }
        }
        guard (1...253).contains(host.utf8.count) else { return nil }
        return (ASCII.lowercased(host), port)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
