internal import Codecs
internal import Networking

/// What one proxy says in `Forwarded` (RFC 7239 section 4).
struct ForwardedElement: Equatable {
    /// For whom it asks; nil when it does not say, or not by an address.
    private(set) var client: SocketAddress?
    /// How it was asked.
    private(set) var scheme: Scheme?

    private enum Parameter {
        case client, scheme
    }

    /// The most elements of a line that are taken.
    private static let mostElements = 64

    /// Reads one line, in its order; nil when it is not well-formed throughout.
    ///
    /// Blanks may stand around commas and semicolons only. An element may be empty and then says nothing.
    static func list(_ bytes: Span<UInt8>) -> [ForwardedElement]? {
        var elements: [ForwardedElement] = []
        var position = 0
        while true {
            guard elements.count < mostElements, let element = read(bytes, &position) else { return nil }
            elements.append(element)
            guard position < bytes.count else { return elements }
            position += 1
        }
    }

    /// Reads up to a comma or the end.
    private static func read(_ bytes: Span<UInt8>, _ position: inout Int) -> ForwardedElement? {
        var element = ForwardedElement()
        var seen: Set<Parameter> = []
        while true {
            bytes.skipBlanks(&position)
            let name = position..<bytes.endOfToken(position..<bytes.count)
            position = name.upperBound
            if !name.isEmpty {
                guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { return nil }
                position += 1
                guard let value = value(bytes, &position) else { return nil }
                if bytes.equalsIgnoringCase(name, "for") {
                    guard seen.insert(.client).inserted else { return nil }
                    element.client = ForwardedNode.read(value.span, 0..<value.count)
                } else if bytes.equalsIgnoringCase(name, "proto") {
                    guard seen.insert(.scheme).inserted else { return nil }
                    element.scheme = Scheme(value.span, 0..<value.count)
                }
            }
            bytes.skipBlanks(&position)
            guard position < bytes.count, bytes[position] != UInt8(ascii: ",") else { return element }
            guard bytes[position] == UInt8(ascii: ";") else { return nil }
            position += 1
        }
    }

    /// Reads a token or a quoted string (RFC 9110 section 5.6), at least one byte of it.
    private static func value(_ bytes: Span<UInt8>, _ position: inout Int) -> [UInt8]? {
        guard position < bytes.count, bytes[position] == Byte.quote else {
            let token = position..<bytes.endOfToken(position..<bytes.count)
            position = token.upperBound
            return token.isEmpty ? nil : bytes.array(token)
        }
        var value: [UInt8] = []
        position += 1
        while position < bytes.count {
            if bytes[position] == Byte.quote {
                position += 1
                return value.isEmpty ? nil : value
            }
            if bytes[position] == Byte.backslash { position += 1 }
            guard position < bytes.count else { return nil }
            value.append(bytes[position])
            position += 1
        }
        return nil
    }
}

extension Span<UInt8> {
    fileprivate func skipBlanks(_ position: inout Int) {
        while position < count, ASCII.isBlank(self[position]) { position += 1 }
    }
}

/// The address of a client or proxy as it stands in a field (RFC 7239 section 6).
enum ForwardedNode {
    /// Bytes of the longest address with brackets and port: `[` 45 `]:` 5.
    private static let longest = 53

    /// Reads `192.0.2.7`, `192.0.2.7:4711`, `[2001:db8::1]`, `[2001:db8::1]:4711` or `2001:db8::1`.
    ///
    /// - Returns: the address with port 0 where there is none or it is hidden; an IPv4 address in IPv6's clothes as
    ///   what it is. Nil for anything else, `unknown` and hidden names among it.
    static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> SocketAddress? {
        guard let first = range.first, range.count <= longest else { return nil }
        if bytes[first] == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]"), in: range),
                let port = port(bytes, close + 1..<range.upperBound)
            else { return nil }
            return ipv6(bytes, first + 1..<close, port)
        }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: range) else {
            return ipv4(bytes, range, 0)
        }
        if bytes.firstIndex(of: UInt8(ascii: ":"), in: colon + 1..<range.upperBound) != nil {
            return ipv6(bytes, range, 0)
        }
        return port(bytes, colon..<range.upperBound).flatMap { ipv4(bytes, first..<colon, $0) }
    }

    private static func ipv4(_ bytes: Span<UInt8>, _ range: Range<Int>, _ port: UInt16) -> SocketAddress? {
        bytes.text(range).flatMap { IPv4Address($0) }.map { .ipv4($0, port: port) }
    }

    private static func ipv6(_ bytes: Span<UInt8>, _ range: Range<Int>, _ port: UInt16) -> SocketAddress? {
        guard let address = bytes.text(range).flatMap({ IPv6Address($0) }) else { return nil }
        if let mapped = address.mappedIPv4 { return .ipv4(mapped, port: port) }
        return .ipv6(address, port: port)
    }

    /// Reads nothing, or a colon with a port or the hidden name of one (`_` and a few bytes), as 0.
    private static func port(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16? {
        guard let colon = range.first else { return 0 }
        let digits = colon + 1..<range.upperBound
        guard bytes[colon] == UInt8(ascii: ":"), let first = digits.first else { return nil }
        if bytes[first] == UInt8(ascii: "_") {
            for position in digits where !isHiddenName(bytes[position]) { return nil }
            return digits.count > 1 ? 0 : nil
        }
        guard digits.count <= 5, let number = bytes.decimal(digits), number <= 65_535 else { return nil }
        return UInt16(number)
    }

    private static func isHiddenName(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }
}
