import Codecs
import Mail

/// What a letter says, before it is set as plain text or as HTML.
struct LetterBody: Equatable, Sendable {
    /// A piece of a line, perhaps a link.
    struct Span: Equatable, Sendable {
        let text: String
        /// Where it leads: `https:`, `http:` or `mailto:`; nil for plain text.
        var target: String?

        init(_ text: String, target: String? = nil) {
            self.text = text
            self.target = target
        }
    }

    enum Line: Equatable, Sendable {
        case text([Span])
        case item([Span])
        /// A line that programs read: `label: value`.
        case credential(label: String, value: String)
        /// Of the block in which the office names itself.
        case office([Span])
    }

    let paragraphs: [[Line]]
}

extension LetterBody {
    /// The labels of the lines of user name and password.
    static func labels(_ language: Language) -> (userName: String, password: String) {
        switch language {
        case .german: ("Benutzername", "Passwort")
        case .english: ("User name", "Password")
        }
    }

    /// The label of the line with a code, in both languages.
    static let codeLabel = "Code"
}

extension LetterBody.Span {
    /// An address of the web, shown as it is.
    static func link(_ address: String) -> Self { Self(address, target: address) }

    /// A mail address, shown as it is.
    static func mail(_ address: EmailAddress) -> Self {
        Self(address.description, target: "mailto:\(address.localPart.queryEscaped)@\(address.domain.ascii)")
    }

    /// A text of the office's own in which addresses of the web are links; never for what people typed elsewhere.
    static func linked(_ text: String) -> [Self] {
        var spans: [Self] = []
        var rest = Array(text.utf8)[...]
        var plain: [UInt8] = []
        while let first = rest.first {
            let isStart = ["https://", "http://"].contains { rest.starts(with: $0.utf8) }
            guard isStart else {
                plain.append(first)
                rest = rest.dropFirst()
                continue
            }
            var address = rest.prefix { (0x21...0x7E).contains($0) && !"<>\"'".utf8.contains($0) }
            while let last = address.last, ".,;:!?)".utf8.contains(last) { address = address.dropLast() }
            if !plain.isEmpty { spans.append(Self(String(decoding: plain, as: UTF8.self))) }
            plain = []
            spans.append(.link(String(decoding: address, as: UTF8.self)))
            rest = rest[address.endIndex...]
        }
        if !plain.isEmpty { spans.append(Self(String(decoding: plain, as: UTF8.self))) }
        return spans
    }
}

extension String {
    /// For a value in a query (RFC 3986): everything but unreserved octets and `@` escaped.
    package var queryEscaped: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var escaped: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: escaped.append(byte)
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "@"):
                escaped.append(byte)
            default: escaped += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
