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

extension LetterBody {
    /// The plain text, in lines of at most 72 columns, ended by LF.
    ///
    /// Lines of user name and password stand alone and are never wrapped.
    var text: String {
        var text = WrappedText()
        for paragraph in paragraphs {
            text.separate()
            for line in paragraph {
                switch line {
                case .text(let spans): text.line(spans.map(\.text).joined())
                case .item(let spans): text.item(spans.map(\.text).joined())
                case .credential(let label, let value): text.verbatim("\(label): \(value)")
                case .office(let spans): text.verbatim(spans.map(\.text).joined())
                }
            }
        }
        return text.text
    }
}

extension LetterBody {
    /// The same as an HTML document of one column, with nothing to load.
    ///
    /// Styles stand at the elements, where every mail program reads them; the style sheet in the head only recolours
    /// them for dark mode, and a program that ignores it shows dark on light throughout. Every text is escaped byte by
    /// byte.
    func html(title: String, language: Language) -> String {
        var page = LetterPage(title: title, language: language)
        for paragraph in paragraphs {
            var rest = paragraph[...]
            while let first = rest.first {
                let run = rest.prefix { $0.isLike(first) }
                rest = rest.dropFirst(run.count)
                let isIntroduction = if case .item? = rest.first { true } else { false }
                page.append(run, isIntroduction: isIntroduction)
            }
        }
        return page.document
    }
}

extension LetterBody.Line {
    fileprivate func isLike(_ other: Self) -> Bool {
        switch (self, other) {
        case (.text, .text), (.item, .item), (.credential, .credential), (.office, .office): true
        default: false
        }
    }
}

extension String {
    /// For a value in a query (RFC 3986): everything but unreserved bytes and `@` escaped.
    package var queryEscaped: String {
        PercentEncoding.encode(self) { PercentEncoding.isUnreserved($0) || $0 == UInt8(ascii: "@") }
    }
}
