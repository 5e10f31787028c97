package import Codecs
package import Mail
import Resources
import SQLite

/// The text of a mail before a person's data are in it: read from the office's file, or built in.
///
/// A line of the source stays a line of the mail; what is too long for 72 columns is wrapped. An empty line ends a
/// paragraph. A line whose placeholder has nothing to say is left out, and with it the whole paragraph if no line with
/// a placeholder is left in it: so `Telefon: {office-phone}` needs no telephone.
package struct Wording: Equatable, Sendable {
    enum Piece: Equatable, Sendable {
        case text(String)
        case placeholder(Placeholder)
    }

    enum Line: Equatable, Sendable {
        case text([Piece])
        /// Of a list; the source has `- ` before it.
        case item([Piece])
        /// A line that programs read: the label, and the placeholder behind `: `.
        case credential(String, Placeholder)
        /// A placeholder of several lines.
        case block(Placeholder)
    }

    /// What the file says.
    package let source: String
    let subject: [Piece]
    let paragraphs: [[Line]]
}

/// Which mail a wording is for, in which language: `credentials.de.txt`.
package typealias WordingName = OfficeTextName<OutboxMail.Kind>

extension OutboxMail.Kind: OfficeTextKind {}

extension Wording: OfficeText {
    package static let maximumBytes = WordingReader.maximumBytes
    package static let adoptions = AdoptedTexts(table: "wording")

    package static func read(
        _ bytes: [UInt8], as name: WordingName, file: String
    ) throws(Fault) -> Wording {
        try WordingReader.read(bytes, as: name, file: file)
    }

    package static func readAdopted(_ source: String, as name: WordingName) -> Wording? {
        try? read(Array(source.utf8), as: name, file: name.fileName)
    }

    package static func builtIn(_ name: WordingName) -> Wording? { standard(name) }

    /// The wording that is part of the program.
    package static func standard(_ name: WordingName) -> Wording {
        let source = Resource.wordings.text(named: name.fileName)
        do throws(Fault) {
            return try read(Array(source.utf8), as: name, file: name.fileName)
        } catch {
            preconditionFailure("a built-in wording is broken: \(error)")
        }
    }
}

extension OfficeTexts<Wording>.Found {
    /// What is in force; there is always something.
    package var wording: Wording { text ?? Wording.standard(name) }
}

extension Wording {
    /// Puts the data in.
    func filled(with values: LetterValues) -> LetterBody {
        LetterBody(
            paragraphs: paragraphs.compactMap { lines in
                let filled = lines.map { (line: $0, result: $0.filled(with: values)) }
                let isShortened = filled.contains { $0.result == nil }
                let hasData = filled.contains { $0.result != nil && $0.line.hasPlaceholder }
                guard hasData || !isShortened else { return nil }
                return filled.compactMap(\.result).flatMap { $0 }
            })
    }

    /// The subject, cut at 120 characters: a title may be longer than any window.
    func subject(with values: LetterValues) -> String {
        let text = subject.map { piece in
            switch piece {
            case .text(let text): text
            case .placeholder(let placeholder): values.plain(placeholder) ?? ""
            }
        }.joined()
        let scalars = text.unicodeScalars
        guard scalars.count > Wording.longestSubject else { return text }
        var start = String(String.UnicodeScalarView(scalars.prefix(Wording.longestSubject - 1)))
        // At the end of a word, where one ends not too far back.
        if let blank = start.utf8.lastIndex(of: UInt8(ascii: " ")),
            start.utf8.distance(from: start.startIndex, to: blank) > Wording.longestSubject / 2
        {
            start = String(start[..<blank])
        }
        return start + "…"
    }

    private static let longestSubject = 120

    /// The mail that the wording makes of values, dated now.
    ///
    /// - Throws: as `MailMessage.init(from:sender:to:subject:language:now:text:html:)`.
    package func message(
        _ values: LetterValues, from head: Letterhead, sender: EmailAddress, to recipient: Recipient, now: Timestamp,
        hasHTML: Bool
    ) throws -> MailMessage {
        let subject = subject(with: values)
        let body = filled(with: values)
        return try MailMessage(
            from: head, sender: sender, to: recipient.mailbox, subject: subject, language: recipient.language, now: now,
            text: body.text, html: hasHTML ? body.html(title: subject, language: recipient.language) : nil)
    }
}

extension Wording.Line {
    fileprivate var hasPlaceholder: Bool {
        switch self {
        case .text(let pieces), .item(let pieces):
            pieces.contains { if case .placeholder = $0 { true } else { false } }
        case .credential, .block: true
        }
    }

    /// The lines it becomes; nil where it has nothing to say.
    fileprivate func filled(with values: LetterValues) -> [LetterBody.Line]? {
        switch self {
        case .text(let pieces): return Self.spans(pieces, values).map { [.text($0)] }
        case .item(let pieces): return Self.spans(pieces, values).map { [.item($0)] }
        case .credential(let label, let placeholder):
            return values.plain(placeholder).map { [.credential(label: label, value: $0)] }
        case .block(let placeholder):
            let lines = values.lines(placeholder)
            return lines.isEmpty ? nil : lines
        }
    }

    private static func spans(_ pieces: [Wording.Piece], _ values: LetterValues) -> [LetterBody.Span]? {
        var spans: [LetterBody.Span] = []
        for piece in pieces {
            switch piece {
            case .text(let text): spans += LetterBody.Span.linked(text)
            case .placeholder(let placeholder):
                guard let span = values.span(placeholder) else { return nil }
                spans.append(span)
            }
        }
        return spans
    }
}
