internal import Codecs

/// The host a request is meant for: `uri-host [ ":" port ]` (RFC 9110 section 7.2).
package struct Authority: Sendable, Hashable {
    /// The host in lower case, an IPv6 literal with its brackets.
    package let host: String
    /// The port, when one was given.
    package let port: UInt16?

    /// Makes an authority from text such as `slides.example:8443`; `nil` when it is not a valid one.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let found = Self.scan(bytes.span, 0..<bytes.count) else { return nil }
        self.init(bytes[..<found.hostEnd], port: found.port)
    }

    init(_ host: ArraySlice<UInt8>, port: UInt16?) {
        let isLowercase = !host.contains { ASCII.lowercased($0) != $0 }
        self.host = String(decoding: isLowercase ? host : ArraySlice(host.map { ASCII.lowercased($0) }), as: UTF8.self)
        self.port = port
    }
}

extension Authority {
    private static let longestHost = 255

    /// Checks `range` of `bytes` and returns where the host ends and which port follows; `nil` when it is invalid.
    ///
    /// An empty host is invalid for http and https (RFC 9110 section 4.2.1); an empty port counts as none.
    static func scan(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (hostEnd: Int, port: UInt16?)? {
        guard let first = range.first else { return nil }
        var position = range.lowerBound
        if bytes[first] == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]"), in: range),
                isIPv6(bytes, first + 1..<close)
            else { return nil }
            position = close + 1
        } else {
            while position < range.upperBound, bytes[position] != UInt8(ascii: ":") {
                if bytes[position] == UInt8(ascii: "%") {
                    guard position + 2 < range.upperBound, Hex.value(of: bytes[position + 1]) != nil,
                        Hex.value(of: bytes[position + 2]) != nil
                    else { return nil }
                    position += 2
                } else if !Byte.isRegisteredName(bytes[position]) {
                    return nil
                }
                position += 1
            }
        }
        let hostEnd = position
        guard hostEnd > first, hostEnd - first <= longestHost else { return nil }
        guard position < range.upperBound else { return (hostEnd, nil) }
        guard bytes[position] == UInt8(ascii: ":") else { return nil }
        let digits = position + 1..<range.upperBound
        guard !digits.isEmpty else { return (hostEnd, nil) }
        guard let port = bytes.decimal(digits), port <= 65_535 else { return nil }
        return (hostEnd, UInt16(port))
    }

    /// Whether `range` holds an IPv6 address (RFC 3986 section 3.2.2), zone identifiers excluded.
    private static func isIPv6(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count >= 2, range.count <= 45 else { return false }
        var groups = 0
        var compressed = false
        var position = range.lowerBound
        if bytes[position] == UInt8(ascii: ":") {
            guard bytes[position + 1] == UInt8(ascii: ":") else { return false }
            compressed = true
            position += 2
        }
        while position < range.upperBound {
            let start = position
            while position < range.upperBound, Hex.value(of: bytes[position]) != nil { position += 1 }
            if position < range.upperBound, bytes[position] == UInt8(ascii: ".") {
                guard isIPv4(bytes, start..<range.upperBound) else { return false }
                groups += 2
                break
            }
            guard position > start, position - start <= 4 else { return false }
            groups += 1
            guard position < range.upperBound else { break }
            guard bytes[position] == UInt8(ascii: ":") else { return false }
            position += 1
            guard position < range.upperBound else { return false }
            if bytes[position] == UInt8(ascii: ":") {
                guard !compressed else { return false }
                compressed = true
                position += 1
            }
        }
        return compressed ? groups <= 7 : groups == 8
    }

    private static func isIPv4(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var parts = 0
        var start = range.lowerBound
        while start <= range.upperBound {
            let end = bytes.firstIndex(of: UInt8(ascii: "."), in: start..<range.upperBound) ?? range.upperBound
            guard end - start <= 3, let value = bytes.decimal(start..<end), value <= 255 else { return false }
            parts += 1
            start = end + 1
        }
        return parts == 4
    }
}

extension Authority: CustomStringConvertible {
    package var description: String { port.map { "\(host):\($0)" } ?? host }
}
