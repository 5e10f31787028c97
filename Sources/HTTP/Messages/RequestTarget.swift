internal import Codecs

/// What a request asks for (RFC 9112 section 3.2), percent-decoded exactly once.
package struct RequestTarget: Sendable, Equatable {
    /// The forms a target can have; the fourth, `host:port`, comes with CONNECT alone, which is refused.
    package enum Kind: Sendable {
        /// `/path?query`
        case origin
        /// `http://host/path?query`
        case absolute
        /// `*`, with OPTIONS only
        case asterisk
    }

    /// The form the target was sent in.
    package let kind: Kind

    /// The scheme that was asked for, which only a target with a host names.
    package let scheme: Scheme?

    /// The decoded path: begins with `/`, valid UTF-8, no control byte, no backslash, no dot segment.
    ///
    /// An encoded slash is refused, so every `/` here is a separator. Empty for the asterisk form.
    package let path: String

    /// The query without its question mark and still encoded; `nil` when there is no question mark.
    package let query: String?

    /// The parts of the path between slashes; `[]` for `/`, a last empty part for a trailing slash.
    ///
    /// Splits on each call: keep the result.
    package var segments: [String] {
        guard path.utf8.count > 1 else { return [] }
        return path.utf8.dropFirst().split(separator: Byte.slash, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
    }
}

extension RequestTarget {
    /// Reads a path and query; an empty path of an absolute target is `/`.
    init(
        kind: Kind, scheme: Scheme? = nil, _ bytes: Span<UInt8>, _ range: Range<Int>
    ) throws(RequestError) {
        precondition(range.upperBound <= bytes.count)
        var position = range.lowerBound
        var isEncoded = false
        while position < range.upperBound {
            // Inside the span, which was checked once above.
            let byte = unsafe bytes[unchecked: position]
            if byte == UInt8(ascii: "?") { break }
            guard Byte.isPath(byte) else { throw byte == Byte.backslash ? .backslash : .invalidTarget }
            if byte == Byte.percent { isEncoded = true }
            position &+= 1
        }
        let pathRange = range.lowerBound..<position
        if isEncoded {
            let decoded = try Self.decode(bytes, pathRange)
            path = try Self.text(decoded.span, 0..<decoded.count)
        } else {
            path = pathRange.isEmpty ? "/" : try Self.text(bytes, pathRange)
        }
        if position < range.upperBound {
            let queryRange = position + 1..<range.upperBound
            for place in queryRange where !Byte.isQuery(bytes[place]) { throw .invalidTarget }
            query = bytes.text(queryRange)
        } else {
            query = nil
        }
        self.kind = kind
        self.scheme = scheme
    }

    /// Reads a local reference such as a form's `next`: a path with one leading slash, and a query.
    ///
    /// `nil` for anything a browser could take for another site (`//x`, `/\x`, `https:x`), for a fragment, and for
    /// whatever ``RequestParser`` would refuse in a target. The text itself is then safe in `Location`.
    package init?(local text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 2_048, bytes.first == Byte.slash, bytes.dropFirst().first != Byte.slash,
            let target = try? RequestTarget(kind: .origin, bytes.span, 0..<bytes.count)
        else { return nil }
        self = target
    }

    /// Decodes percent escapes once; what only an attack encodes is refused.
    private static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestError) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            guard byte == Byte.percent else {
                decoded.append(byte)
                position += 1
                continue
            }
            guard position + 2 < range.upperBound, let high = Hex.value(of: bytes[position + 1]),
                let low = Hex.value(of: bytes[position + 2])
            else { throw .badPercentEscape }
            let value = high << 4 | low
            guard value != Byte.slash else { throw .encodedSlash }
            guard value != Byte.backslash else { throw .backslash }
            guard !ASCII.isControl(value) else { throw .controlByteInPath }
            decoded.append(value)
            position += 3
        }
        return decoded
    }

    /// The decoded path as text, its segments checked.
    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestError) -> String {
        var position = range.lowerBound
        while let segment = bytes.nextSegment(&position, to: range.upperBound) {
            if bytes.equals(segment, ".") || bytes.equals(segment, "..") { throw .dotSegment }
        }
        guard let text = bytes.text(range) else { throw .invalidUTF8 }
        return text
    }
}

extension Span<UInt8> {
    fileprivate func nextSegment(_ position: inout Int, to end: Int) -> Range<Int>? {
        guard position <= end else { return nil }
        let slash = firstIndex(of: Byte.slash, in: position..<end) ?? end
        defer { position = slash + 1 }
        return position..<slash
    }
}

/// The scheme of a URL, as far as it is served here (RFC 9110 section 4.2).
package enum Scheme: Sendable {
    case http
    case https

    /// Recognises `http` and `https`, without regard to ASCII case.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if bytes.equalsIgnoringCase(range, "https") {
            self = .https
        } else if bytes.equalsIgnoringCase(range, "http") {
            self = .http
        } else {
            return nil
        }
    }

    /// The port that goes without saying.
    var defaultPort: UInt16 {
        switch self {
        case .http: 80
        case .https: 443
        }
    }
}
