import Codecs

/// The quoted-printable encoding of text (RFC 2045 section 6.7).
package enum QuotedPrintable {
    /// The most characters of one line, the soft line break's `=` included.
    package static let longestLine = 76

    /// Encodes a text; every line of the result, the last one too, ends in CRLF.
    ///
    /// CRLF, LF and a lone CR each end a line of the text. White space at the end of a line is encoded; so are a dot
    /// and `From ` at the beginning of one, which SMTP dot-stuffing and mailbox files would touch. Every other
    /// control character is encoded, so that nothing but printable ASCII, tabulators and CRLF leaves here.
    package static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + text.utf8.count / 16 + 2)
        for line in Lines(Array(text.utf8)) { append(line: line, to: &output) }
        return output
    }

    private static func append(line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var column = 0
        for index in line.indices {
            let isLast = index == line.endIndex - 1
            var token = token(for: line[index], isLast: isLast)
            // A full line keeps a place for the `=` of the soft break unless the text's own line ends there.
            if column + token.count > (isLast ? longestLine : longestLine - 1) {
                output += "=\r\n".utf8
                column = 0
            }
            if column == 0, isTouched(line[index...]) { token = escaped(line[index]) }
            output += token
            column += token.count
        }
        output += "\r\n".utf8
    }

    private static func token(for byte: UInt8, isLast: Bool) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "="): escaped(byte)
        case UInt8(ascii: " "), UInt8(ascii: "\t"): isLast ? escaped(byte) : [byte]
        case 0x21...0x7E: [byte]
        default: escaped(byte)
        }
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        var token = [UInt8(ascii: "=")]
        Hex.appendUppercase(byte, to: &token)
        return token
    }

    private static func isTouched(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == UInt8(ascii: ".") || line.starts(with: "From ".utf8)
    }
}

/// The lines of a text by bytes: CRLF, LF and a lone CR each end one.
///
/// A line end at the very end does not begin another line.
struct Lines: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func next() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        let carriageReturn = UInt8(ascii: "\r")
        let lineFeed = UInt8(ascii: "\n")
        let line = rest.prefix { $0 != carriageReturn && $0 != lineFeed }
        rest = rest[line.endIndex...]
        if rest.popFirst() == carriageReturn, rest.first == lineFeed { rest.removeFirst() }
        return line
    }
}
