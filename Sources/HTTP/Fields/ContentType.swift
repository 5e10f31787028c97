/// The value of a `Content-Type` field as a client sent it (RFC 9110 section 8.3.1).
///
/// What is handed out has a ``MediaType``, which is one of a list; this one may name anything.
package struct ContentType: Sendable, Equatable {
    /// Type, slash and subtype in lower case.
    package let essence: String
    private let parameters: [FieldParameter]

    /// Reads a field value without blanks around it; `nil` when it is malformed or names a parameter twice.
    package init?(_ octets: Span<UInt8>) {
        let slash = octets.endOfToken(0..<octets.count)
        guard slash > 0, slash < octets.count, octets[slash] == Octet.slash else { return nil }
        let end = octets.endOfToken(slash + 1..<octets.count)
        guard end > slash + 1, let list = FieldParameter.list(octets, from: end, quoting: .backslash) else {
            return nil
        }
        essence = octets.lowercasedText(0..<end)
        parameters = list
    }

    /// The value of the parameter of that name, which is in lower case.
    package func parameter(_ name: String) -> [UInt8]? {
        parameters.first { $0.name == name }?.value
    }
}

/// A parameter of a field value, such as `boundary=x` (RFC 9110 section 5.6.6).
struct FieldParameter: Sendable, Equatable {
    /// How a quoted value is read.
    enum Quoting {
        /// A backslash takes the octet behind it literally (RFC 9110 section 5.6.4).
        case backslash
        /// As browsers write form fields: a backslash is itself, `%22`, `%0D` and `%0A` stand for quote, CR and LF
        /// (HTML Standard section 4.10.21.8); any other percent sign is itself too.
        case browser
    }

    /// In lower case.
    let name: String
    let value: [UInt8]

    /// Reads `*( OWS ";" OWS [ parameter ] )` from `start` to the end of a field value; `nil` when it is malformed or
    /// names a parameter twice.
    static func list(_ octets: Span<UInt8>, from start: Int, quoting: Quoting) -> [FieldParameter]? {
        var parameters: [FieldParameter] = []
        var position = start
        while true {
            position = octets.endOfBlanks(position)
            guard position < octets.count else { return parameters }
            guard octets[position] == UInt8(ascii: ";") else { return nil }
            position = octets.endOfBlanks(position + 1)
            if position == octets.count || octets[position] == UInt8(ascii: ";") { continue }
            let end = octets.endOfToken(position..<octets.count)
            guard end > position, end < octets.count, octets[end] == UInt8(ascii: "=") else { return nil }
            let name = octets.lowercasedText(position..<end)
            position = end + 1
            guard let value = value(octets, &position, quoting), !parameters.contains(where: { $0.name == name })
            else { return nil }
            parameters.append(FieldParameter(name: name, value: value))
        }
    }

    private static func value(_ octets: Span<UInt8>, _ position: inout Int, _ quoting: Quoting) -> [UInt8]? {
        guard position < octets.count else { return nil }
        guard octets[position] == Octet.quote else {
            let end = octets.endOfToken(position..<octets.count)
            defer { position = end }
            return end > position ? octets.array(position..<end) : nil
        }
        position += 1
        var value: [UInt8] = []
        while position < octets.count {
            let octet = octets[position]
            position += 1
            switch octet {
            case Octet.quote: return value
            case Octet.backslash where quoting == .backslash:
                guard position < octets.count else { return nil }
                value.append(octets[position])
                position += 1
            case Octet.percent where quoting == .browser:
                if let decoded = escape(octets, position) {
                    value.append(decoded)
                    position += 2
                } else {
                    value.append(octet)
                }
            default: value.append(octet)
            }
        }
        return nil
    }

    /// The octet that the two digits behind a percent sign stand for, where browsers write such an escape.
    private static func escape(_ octets: Span<UInt8>, _ position: Int) -> UInt8? {
        guard position + 1 < octets.count, let high = Octet.hexValue(octets[position]),
            let low = Octet.hexValue(octets[position + 1])
        else { return nil }
        let decoded = high << 4 | low
        let isEscaped = decoded == Octet.quote || decoded == Octet.carriageReturn || decoded == Octet.lineFeed
        return isEscaped ? decoded : nil
    }
}

extension Span<UInt8> {
    /// The first place from `start` that is neither SP nor HTAB, or the end.
    fileprivate func endOfBlanks(_ start: Int) -> Int {
        var position = start
        while position < count, Octet.isBlank(self[position]) { position += 1 }
        return position
    }

    /// A run of ASCII as text in lower case.
    func lowercasedText(_ range: Range<Int>) -> String {
        String(decoding: array(range).map(Octet.lowercased), as: UTF8.self)
    }
}
