internal import Codecs

/// The value of a `Content-Type` field as a client sent it (RFC 9110 section 8.3.1).
///
/// What is handed out has a ``MediaType``, which is one of a list; this one may name anything.
package struct ContentType: Sendable, Equatable {
    /// Type, slash and subtype in lower case.
    package let essence: String
    private let parameters: [FieldParameter]

    /// Reads a field value without blanks around it; `nil` when it is malformed or names a parameter twice.
    package init?(_ bytes: Span<UInt8>) {
        let slash = bytes.endOfToken(0..<bytes.count)
        guard slash > 0, slash < bytes.count, bytes[slash] == Byte.slash else { return nil }
        let end = bytes.endOfToken(slash + 1..<bytes.count)
        guard end > slash + 1, let list = FieldParameter.list(bytes, from: end, quoting: .backslash) else {
            return nil
        }
        essence = bytes.lowercasedText(0..<end)
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
        /// A backslash takes the byte behind it literally (RFC 9110 section 5.6.4).
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
    static func list(_ bytes: Span<UInt8>, from start: Int, quoting: Quoting) -> [FieldParameter]? {
        var parameters: [FieldParameter] = []
        var position = start
        while true {
            position = bytes.endOfBlanks(position)
            guard position < bytes.count else { return parameters }
            guard bytes[position] == UInt8(ascii: ";") else { return nil }
            position = bytes.endOfBlanks(position + 1)
            if position == bytes.count || bytes[position] == UInt8(ascii: ";") { continue }
            let end = bytes.endOfToken(position..<bytes.count)
            guard end > position, end < bytes.count, bytes[end] == UInt8(ascii: "=") else { return nil }
            let name = bytes.lowercasedText(position..<end)
            position = end + 1
            guard let value = value(bytes, &position, quoting), !parameters.contains(where: { $0.name == name })
            else { return nil }
            parameters.append(FieldParameter(name: name, value: value))
        }
    }

    private static func value(_ bytes: Span<UInt8>, _ position: inout Int, _ quoting: Quoting) -> [UInt8]? {
        guard position < bytes.count else { return nil }
        guard bytes[position] == Byte.quote else {
            let end = bytes.endOfToken(position..<bytes.count)
            defer { position = end }
            return end > position ? bytes.array(position..<end) : nil
        }
        position += 1
        var value: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case Byte.quote: return value
            case Byte.backslash where quoting == .backslash:
                guard position < bytes.count else { return nil }
                value.append(bytes[position])
                position += 1
            case Byte.percent where quoting == .browser:
                if let decoded = escape(bytes, position) {
                    value.append(decoded)
                    position += 2
                } else {
                    value.append(byte)
                }
            default: value.append(byte)
            }
        }
        return nil
    }

    /// The byte that the two digits behind a percent sign stand for, where browsers write such an escape.
    private static func escape(_ bytes: Span<UInt8>, _ position: Int) -> UInt8? {
        guard position + 1 < bytes.count, let high = Hex.value(of: bytes[position]),
            let low = Hex.value(of: bytes[position + 1])
        else { return nil }
        let decoded = high << 4 | low
        let isEscaped = decoded == Byte.quote || decoded == Byte.carriageReturn || decoded == Byte.lineFeed
        return isEscaped ? decoded : nil
    }
}

extension Span<UInt8> {
    /// The first place from `start` that is neither SP nor HTAB, or the end.
    fileprivate func endOfBlanks(_ start: Int) -> Int {
        var position = start
        while position < count, ASCII.isBlank(self[position]) { position += 1 }
        return position
    }

    /// A run of ASCII as text in lower case.
    func lowercasedText(_ range: Range<Int>) -> String {
        String(decoding: array(range).map { ASCII.lowercased($0) }, as: UTF8.self)
    }
}
