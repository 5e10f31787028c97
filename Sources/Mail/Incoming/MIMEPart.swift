import Codecs

/// The fields of one header block as it came from outside: unfolded (RFC 5322 section 2.2.3), bounded, and lenient.
///
/// A line that is no field is skipped, since a returned mail is written by whoever gave up on it.
struct MIMEFields: Sendable {
    /// So many fields are kept; more are passed over.
    static let mostFields = 500

    /// So many bytes of a field's value are kept.
    static let longestValue = 4096

    private var fields: [(name: [UInt8], value: [UInt8])] = []
    /// Whether a continuation line belongs to the newest field kept.
    private var goesOn = false

    /// Whether nothing was taken.
    var isEmpty: Bool { fields.isEmpty }

    /// Takes the next line of the block, without its line end.
    mutating func take(_ line: ArraySlice<UInt8>) {
        if let first = line.first, ASCII.isBlank(first) {
            if goesOn { append([UInt8(ascii: " ")] + line.trimming(while: ASCII.isBlank)) }
            return
        }
        goesOn = false
        guard fields.count < Self.mostFields, let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        let name = line[..<colon].trimming(while: ASCII.isBlank)
        guard !name.isEmpty, name.count <= 100, name.allSatisfy({ (0x21...0x7E).contains($0) }) else { return }
        fields.append((name.map { ASCII.lowercased($0) }, []))
        goesOn = true
        append(line[(colon + 1)...].trimming(while: ASCII.isBlank))
    }

    /// The values of all fields of a name, which is given in lower case.
    func values(of name: String) -> [[UInt8]] {
        fields.filter { $0.name.elementsEqual(name.utf8) }.map(\.value)
    }

    /// The value of the first field of a name, which is given in lower case.
    func value(of name: String) -> [UInt8]? {
        fields.first { $0.name.elementsEqual(name.utf8) }?.value
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard let last = fields.indices.last else { return }
        fields[last].value += bytes.prefix(Self.longestValue - fields[last].value.count)
    }
}

/// The type of a MIME part and the parameters that count here (RFC 2045 section 5.1), read leniently.
struct MIMEType: Sendable, Hashable {
    /// `type/subtype` in lower case.
    let essence: String

    /// What separates the parts of a multipart: 1 to 70 bytes, else `nil`.
    let boundary: [UInt8]?

    /// How the characters of a text are written, as it stands there.
    let charset: String?

    /// Reads the value of `Content-Type`; `nil` where there is no type in it.
    init?(_ value: [UInt8]) {
        var scanner = Scanner(rest: value[...])
        let type = scanner.token()
        guard !type.isEmpty, scanner.skip(UInt8(ascii: "/")) else { return nil }
        let subtype = scanner.token()
        guard !subtype.isEmpty else { return nil }
        essence = ASCII.lowercased(String(decoding: type + [UInt8(ascii: "/")] + subtype, as: UTF8.self))
        var boundary: [UInt8]?
        var charset: [UInt8]?
        while scanner.skipToParameter() {
            let name = ASCII.lowercased(String(decoding: scanner.token(), as: UTF8.self))
            guard scanner.skip(UInt8(ascii: "=")) else { continue }
            let value = scanner.value()
            if name == "boundary", boundary == nil { boundary = value }
            if name == "charset", charset == nil { charset = value }
        }
        self.boundary = boundary.flatMap { (1...70).contains($0.count) ? $0 : nil }
        self.charset = charset.map { String(decoding: $0.prefix(70), as: UTF8.self) }
    }

    /// Goes over the value once.
    private struct Scanner {
        var rest: ArraySlice<UInt8>

        /// Blanks, and comments in parentheses, which may be nested.
        private mutating func skipBlanks() {
            var depth = 0
            while let byte = rest.first {
                switch byte {
                case UInt8(ascii: "("): depth += 1
                case UInt8(ascii: ")") where depth > 0: depth -= 1
                case UInt8(ascii: "\\") where depth > 0: rest.removeFirst()
                case UInt8(ascii: " "), UInt8(ascii: "\t"): break
                default: if depth == 0 { return }
                }
                rest = rest.dropFirst()
            }
        }

        mutating func token() -> [UInt8] {
            skipBlanks()
            let token = rest.prefix { (0x21...0x7E).contains($0) && !"()<>@,;:\\\"/[]?=".utf8.contains($0) }
            rest = rest[token.endIndex...]
            return Array(token)
        }

        mutating func skip(_ byte: UInt8) -> Bool {
            skipBlanks()
            guard rest.first == byte else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// Goes behind the next semicolon.
        mutating func skipToParameter() -> Bool {
            guard let semicolon = rest.firstIndex(of: UInt8(ascii: ";")) else { return false }
            rest = rest[(semicolon + 1)...]
            return true
        }

        /// A quoted string without its quotation marks, or what stands up to a blank or a semicolon.
        mutating func value() -> [UInt8] {
            guard skip(UInt8(ascii: "\"")) else {
                // Boundaries with signs that need quotation marks come without them, too.
                let value = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: ";") }
                rest = rest[value.endIndex...]
                return Array(value)
            }
            var value: [UInt8] = []
            while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
                if byte == UInt8(ascii: "\\"), let quoted = rest.popFirst() {
                    value.append(quoted)
                } else {
                    value.append(byte)
                }
            }
            return value
        }
    }
}

/// How the content of a MIME part is written (RFC 2045 section 6), read leniently: what is no encoding is skipped or
/// stands for itself.
enum TransferEncoding: Sendable {
    case identity
    case base64
    case quotedPrintable

    /// Reads the value of `Content-Transfer-Encoding`; what is unknown, or missing, is the identity.
    init(_ value: [UInt8]?) {
        switch value.map({ ASCII.lowercased(String(decoding: $0, as: UTF8.self)) }) {
        case "base64": self = .base64
        case "quoted-printable": self = .quotedPrintable
        default: self = .identity
        }
    }

    /// The content itself; never longer than what it is given.
    func decoded(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .identity: bytes
        case .base64: Base64.standard.decodeLeniently(bytes)
        case .quotedPrintable: Self.decodedQuotedPrintable(bytes)
        }
    }

    private static func decodedQuotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for line in Lines(bytes) {
            var rest = line.trimmingEnd(while: ASCII.isBlank)
            let isSoft = rest.last == UInt8(ascii: "=")
            if isSoft { rest = rest.dropLast() }
            while let byte = rest.popFirst() {
                let digits = rest.prefix(2).compactMap(Hex.value)
                if byte == UInt8(ascii: "="), digits.count == 2 {
                    output.append(digits[0] << 4 | digits[1])
                    rest = rest.dropFirst(2)
                } else {
                    output.append(byte)
                }
            }
            if !isSoft { output.append(UInt8(ascii: "\n")) }
        }
        return output
    }
}

/// The multiparts within which a line of a message stands: a stack of their boundaries, so that nothing recurses.
struct MIMEBoundaries {
    private var open: [[UInt8]] = []
    private let greatestDepth: Int

    /// Multiparts beyond the depth are not followed.
    init(greatestDepth: Int) {
        self.greatestDepth = greatestDepth
    }

    /// Goes into a multipart, if its type names a boundary.
    mutating func enter(_ type: MIMEType) {
        guard let boundary = type.boundary, open.count < greatestDepth else { return }
        open.append(boundary)
    }

    /// What a line separates (RFC 2046 section 5.1.1), and goes out of the multiparts that it ends.
    ///
    /// - Returns: Whether it is the last boundary of its multipart; nil for a line that is none.
    mutating func cross(_ line: ArraySlice<UInt8>) -> Bool? {
        guard !open.isEmpty, line.starts(with: "--".utf8) else { return nil }
        let text = line.dropFirst(2).trimmingEnd(while: ASCII.isBlank)
        if let depth = open.lastIndex(where: { text.elementsEqual($0) }) {
            open.removeLast(open.count - depth - 1)
            return false
        }
        guard text.suffix(2).elementsEqual("--".utf8) else { return nil }
        let inner = text.dropLast(2)
        guard let depth = open.lastIndex(where: { inner.elementsEqual($0) }) else { return nil }
        open.removeLast(open.count - depth)
        return true
    }
}
