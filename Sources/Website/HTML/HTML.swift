/// A piece of a page, in which every value stands escaped.
///
/// It is written as a string literal with interpolations. The literal is markup; an interpolated text or number is
/// escaped, octet by octet, so that it is safe between tags and between double or single quotes. Only another `HTML`
/// goes in as it is. Working on octets of UTF-8 and not on characters means that a quote cannot hide in a grapheme with
/// a combining accent.
struct HTML: Sendable, Equatable {
    /// UTF-8.
    private(set) var bytes: [UInt8]

    static let empty = HTML(bytes: [])

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A text, escaped.
    init(text: String) {
        bytes = []
        HTML.append(text, to: &bytes)
    }

    var isEmpty: Bool { bytes.isEmpty }

    static func + (one: HTML, other: HTML) -> HTML {
        HTML(bytes: one.bytes + other.bytes)
    }

    /// Appends a text escaped: `&`, `<`, `>`, `"` and `'`.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += [0x26, 0x61, 0x6D, 0x70, 0x3B]  // &amp;
            case UInt8(ascii: "<"): bytes += [0x26, 0x6C, 0x74, 0x3B]  // &lt;
            case UInt8(ascii: ">"): bytes += [0x26, 0x67, 0x74, 0x3B]  // &gt;
            case UInt8(ascii: "\""): bytes += [0x26, 0x23, 0x33, 0x34, 0x3B]  // &#34;
            case UInt8(ascii: "'"): bytes += [0x26, 0x23, 0x33, 0x39, 0x3B]  // &#39;
            default: bytes.append(byte)
            }
        }
    }
}

extension HTML: ExpressibleByStringInterpolation {
    init(stringLiteral markup: String) {
        bytes = Array(markup.utf8)
    }

    init(stringInterpolation: StringInterpolation) {
        bytes = stringInterpolation.bytes
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 32)
        }

        mutating func appendLiteral(_ markup: String) {
            bytes.append(contentsOf: markup.utf8)
        }

        mutating func appendInterpolation(_ text: String) {
            HTML.append(text, to: &bytes)
        }

        mutating func appendInterpolation(_ number: some BinaryInteger) {
            HTML.append(number.description, to: &bytes)
        }

        mutating func appendInterpolation(_ html: HTML) {
            bytes.append(contentsOf: html.bytes)
        }

        /// Nothing, where there is nothing.
        mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }

        /// Something that stands there on a condition only.
        mutating func appendInterpolation(_ html: HTML, if condition: Bool) {
            if condition { bytes.append(contentsOf: html.bytes) }
        }

        /// One after the other.
        mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { bytes.append(contentsOf: piece.bytes) }
        }
    }
}

extension [HTML] {
    /// One after the other with something between.
    func joined(by separator: HTML) -> HTML {
        var joined = HTML.empty
        for (index, piece) in enumerated() {
            joined = index == 0 ? piece : "\(joined)\(separator)\(piece)"
        }
        return joined
    }
}
