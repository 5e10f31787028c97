/// The cookies of a request (RFC 6265 section 4.2), read leniently: what is garbage is skipped, nothing throws.
package struct Cookies: Sendable {
    private let fields: [ArraySlice<UInt8>]

    package init(_ head: RequestHead) {
        self.init(fields: head.all(.cookie))
    }

    init(fields: [ArraySlice<UInt8>]) {
        self.fields = fields
    }

    /// Every value sent under that name, in order; a browser sends several when paths or domains differ.
    ///
    /// The name is compared octet by octet. Values in quotes come without them; values with control octets, blanks,
    /// quotes, commas, backslashes or octets beyond ASCII are skipped.
    package func values(named name: String) -> [String] {
        var values: [String] = []
        for field in fields {
            let bytes = field.span
            var position = 0
            while let pair = bytes.nextElement(&position, to: bytes.count, separator: UInt8(ascii: ";")) {
                guard let equals = bytes.firstIndex(of: UInt8(ascii: "="), in: pair),
                    Self.spells(bytes, bytes.trimmed(pair.lowerBound..<equals), name)
                else { continue }
                var value = bytes.trimmed(equals + 1..<pair.upperBound)
                if value.count >= 2, bytes[value.lowerBound] == Octet.quote, bytes[value.upperBound - 1] == Octet.quote
                {
                    value = value.dropFirst().dropLast()
                }
                guard Self.isValue(bytes, value), let text = bytes.text(value) else { continue }
                values.append(text)
            }
        }
        return values
    }

    private static func spells(_ bytes: Span<UInt8>, _ range: Range<Int>, _ name: String) -> Bool {
        guard range.count == name.utf8.count else { return false }
        var position = range.lowerBound
        for octet in name.utf8 {
            guard bytes[position] == octet else { return false }
            position += 1
        }
        return true
    }

    private static func isValue(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for position in range where !SetCookie.isValueByte(bytes[position]) { return false }
        return true
    }
}
