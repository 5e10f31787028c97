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

    /// Reads a token or a quoted string (RFC 9110 section 5.6), at least one octet of it.
    private static func value(_ bytes: Span<UInt8>, _ position: inout Int) -> [UInt8]? {
        guard position < bytes.count, bytes[position] == Octet.quote else {
            let token = position..<bytes.endOfToken(position..<bytes.count)
            position = token.upperBound
            return token.isEmpty ? nil : bytes.array(token)
        }
        var value: [UInt8] = []
        position += 1
        while position < bytes.count {
            if bytes[position] == Octet.quote {
                position += 1
                return value.isEmpty ? nil : value
            }
            if bytes[position] == Octet.backslash { position += 1 }
            guard position < bytes.count else { return nil }
            value.append(bytes[position])
            position += 1
        }
        return nil
    }
}

extension Span<UInt8> {
    fileprivate func skipBlanks(_ position: inout Int) {
        while position < count, Octet.isBlank(self[position]) { position += 1 }
    }
}
