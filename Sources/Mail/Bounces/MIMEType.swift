import Codecs

/// The type of a MIME part and the parameters that count here (RFC 2045 section 5.1), read leniently.
struct MIMEType: Sendable, Hashable {
    /// `type/subtype` in lower case.
    let essence: String

    /// What separates the parts of a multipart: 1 to 70 octets, else `nil`.
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
            while let octet = rest.first {
                switch octet {
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

        mutating func skip(_ octet: UInt8) -> Bool {
            skipBlanks()
            guard rest.first == octet else { return false }
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
            while let octet = rest.popFirst(), octet != UInt8(ascii: "\"") {
                if octet == UInt8(ascii: "\\"), let quoted = rest.popFirst() {
                    value.append(quoted)
                } else {
                    value.append(octet)
                }
            }
            return value
        }
    }
}
