package import Codecs

/// What a letter puts in the place of each placeholder.
package struct LetterValues {
    enum Value: Equatable {
        case span(LetterBody.Span)
        case lines([LetterBody.Line])
    }

    private var values: [Placeholder: Value] = [:]

    /// What every letter says.
    package init(name: String, head: Letterhead, language: Language) {
        set(.name, name)
        set(.service, head.serviceName)
        values[.site] = .span(.link(head.site))
        set(.officeName, head.name)
        set(.officePhone, head.office.phone)
        if let email = head.office.email { values[.officeEmail] = .span(.mail(email)) }
        values[.office] = .lines(OfficeLines.of(head, language))
    }

    /// Sets a text, cleaned of what could end a line or turn the direction of writing; an empty one is no value.
    package mutating func set(_ placeholder: Placeholder, _ text: String) {
        let text = LetterValues.cleaned(text)
        if !text.isEmpty { values[placeholder] = .span(LetterBody.Span(text)) }
    }

    /// Sets an address of the web.
    package mutating func set(_ placeholder: Placeholder, link address: String) {
        values[placeholder] = .span(.link(address))
    }

    /// Sets lines, each cleaned like a text; an empty one separates, none at all are no value.
    package mutating func set(_ placeholder: Placeholder, lines: [String]) {
        values[placeholder] = .lines(lines.map { .text([LetterBody.Span(LetterValues.cleaned($0))]) })
    }

    /// Sets a list; an empty one is no value.
    package mutating func set(_ placeholder: Placeholder, items: [String]) {
        values[placeholder] = .lines(items.map { .item([LetterBody.Span(LetterValues.cleaned($0))]) })
    }

    func span(_ placeholder: Placeholder) -> LetterBody.Span? {
        if case .span(let span) = values[placeholder] { span } else { nil }
    }

    func plain(_ placeholder: Placeholder) -> String? {
        span(placeholder)?.text
    }

    func lines(_ placeholder: Placeholder) -> [LetterBody.Line] {
        if case .lines(let lines) = values[placeholder] { lines } else { [] }
    }

    /// The text without what could end a line or turn the direction of writing, and never like a line that programs
    /// read.
    ///
    /// A `Label` has nothing of the former already; this holds for whatever else stands in the database.
    static func cleaned(_ text: String) -> String {
        var text = text
        if text.unicodeScalars.contains(where: \.isUnsafeInLine) {
            text = String(
                String.UnicodeScalarView(text.unicodeScalars.map { $0.isUnsafeInLine ? " " : $0 }))
        }
        // At the begin of a line, blanks fall away.
        let begin = text.utf8.drop { $0 == UInt8(ascii: " ") }
        let isLikeCredential = Language.allCases.contains { language in
            let labels = LetterBody.labels(language)
            return [labels.userName, labels.password].contains { begin.starts(with: "\($0):".utf8) }
        }
        return isLikeCredential ? "\u{A0}\(Substring(begin))" : text
    }

    /// A moment with its weekday, in the time of Germany.
    package static func moment(_ moment: Timestamp, _ language: Language) -> String {
        let text = DateText.dayAndTime(moment, language).withNumbersTied
        return language == .german ? text : "\(text) (German\u{A0}time)"
    }
}

extension String {
    /// With no place for a line to end between a number and the word it belongs to.
    package var withNumbersTied: String {
        let bytes = Array(utf8)
        func isOfNumber(_ byte: UInt8) -> Bool { ASCII.isDigit(byte) || byte == UInt8(ascii: ".") }
        var tied: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let isBetween = byte == UInt8(ascii: " ") && index > 0 && index + 1 < bytes.count
            if isBetween, isOfNumber(bytes[index - 1]), !isOfNumber(bytes[index + 1]) {
                tied += "\u{A0}".utf8
            } else {
                tied.append(byte)
            }
        }
        return String(decoding: tied, as: UTF8.self)
    }
}
