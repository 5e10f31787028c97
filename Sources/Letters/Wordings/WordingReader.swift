package import Codecs

/// Reads a wording: the first line `Subject: …` or `Betreff: …`, an empty line, the text.
///
/// In the text, `- ` begins an item of a list, `{name}` is a placeholder, and `{{` and `}}` are the braces themselves.
/// Everything else stands for itself. Lines end in LF or CRLF; a byte order mark at the beginning does not count.
struct WordingReader {
    /// The longest file, in bytes.
    static let maximumBytes = 16 << 10
    /// The longest line, in bytes.
    private static let maximumLine = 2000
    /// The longest subject, in bytes.
    private static let maximumSubject = 200

    private let name: WordingName
    private let file: String
    private var paragraphs: [[Wording.Line]] = []
    private var seenLines: Set<Placeholder> = []
    private var seen: Set<Placeholder> = []

    /// Reads the wording of that name; `file`: what to call it in a fault.
    static func read(_ bytes: [UInt8], as name: WordingName, file: String) throws(Wording.Fault) -> Wording {
        var reader = WordingReader(name: name, file: file)
        return try reader.read(bytes)
    }

    private init(name: WordingName, file: String) {
        self.name = name
        self.file = file
    }

    private mutating func read(_ bytes: [UInt8]) throws(Wording.Fault) -> Wording {
        let lines = try lines(of: bytes)
        let subject = try subject(lines.first ?? "")
        guard lines.count < 2 || lines[1].isEmpty else { throw fault(2, .noEmptyLine) }
        var paragraph: [Wording.Line] = []
        for (index, line) in lines.enumerated().dropFirst(2) {
            if !line.isEmpty {
                paragraph.append(try read(line, number: index + 1))
            } else if !paragraph.isEmpty {
                paragraphs.append(paragraph)
                paragraph = []
            }
        }
        if !paragraph.isEmpty { paragraphs.append(paragraph) }
        guard !paragraphs.isEmpty else { throw fault(lines.count + 1, .noBody) }
        try requireMandatory(end: lines.count)
        return Wording(source: String(decoding: bytes, as: UTF8.self), subject: subject, paragraphs: paragraphs)
    }

    private func requireMandatory(end: Int) throws(Wording.Fault) {
        for placeholder in name.kind.labelledPlaceholders where !seenLines.contains(placeholder) {
            throw fault(end, .missingLine(expectedLine(placeholder)))
        }
        for placeholder in name.kind.mandatoryPlaceholders where !seen.contains(placeholder) {
            throw fault(end, .missing(placeholder))
        }
    }

    private func lines(of bytes: [UInt8]) throws(Wording.Fault) -> [String] {
        guard bytes.count <= WordingReader.maximumBytes else {
            throw Wording.Fault(file: file, .file(.tooLong(limit: WordingReader.maximumBytes)))
        }
        var lines: [String] = []
        for line in Wording.lines(of: bytes) { lines.append(try text(line, number: lines.count + 1)) }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// A line without blanks at its ends.
    private func text(_ line: ArraySlice<UInt8>, number: Int) throws(Wording.Fault) -> String {
        guard line.count <= WordingReader.maximumLine else {
            throw fault(number, .lineTooLong(limit: WordingReader.maximumLine))
        }
        guard let text = String(validating: line, as: UTF8.self) else { throw fault(number, .notUTF8) }
        if let scalar = text.unicodeScalars.first(where: \.isUnsafeInLine) {
            throw fault(number, .controlCharacter(scalar))
        }
        return String(decoding: line.trimming { $0 == UInt8(ascii: " ") }, as: UTF8.self)
    }

    private func subject(_ line: String) throws(Wording.Fault) -> [Wording.Piece] {
        guard let label = ["Betreff:", "Subject:"].first(where: { line.utf8.starts(with: $0.utf8) }) else {
            throw fault(1, .noSubject(language: name.language))
        }
        let text = line.utf8.dropFirst(label.utf8.count).drop { $0 == UInt8(ascii: " ") }
        guard !text.isEmpty else { throw fault(1, .noSubject(language: name.language)) }
        guard text.count <= WordingReader.maximumSubject else {
            throw fault(1, .subjectTooLong(limit: WordingReader.maximumSubject))
        }
        let pieces = try pieces(of: Array(text), number: 1)
        for case .placeholder(let placeholder) in pieces
        where !name.kind.subjectPlaceholders.contains(placeholder) {
            throw fault(1, .inSubject(placeholder, kind: name.kind))
        }
        return pieces
    }

    private mutating func read(_ line: String, number: Int) throws(Wording.Fault) -> Wording.Line {
        if let credential = try credential(line, number: number) { return credential }
        let isItem = line.utf8.starts(with: "- ".utf8)
        let text = isItem ? Array(line.utf8.dropFirst(2).drop { $0 == UInt8(ascii: " ") }) : Array(line.utf8)
        let pieces = try pieces(of: text, number: number)
        for case .placeholder(let placeholder) in pieces {
            if placeholder == .password || placeholder == .code {
                throw fault(number, .otherLine(instead: expectedLine(placeholder)))
            }
            if placeholder.isBlock, pieces.count > 1 || isItem { throw fault(number, .notAlone(placeholder)) }
            seen.insert(placeholder)
        }
        if case .placeholder(let placeholder)? = pieces.first, placeholder.isBlock { return .block(placeholder) }
        return isItem ? .item(pieces) : .text(pieces)
    }

    private func expectedLine(_ placeholder: Placeholder) -> String {
        "\(label(placeholder, name.language)): \(placeholder.written)"
    }

    private func label(_ placeholder: Placeholder, _ language: Language) -> String {
        let labels = LetterBody.labels(language)
        return switch placeholder {
        case .password: labels.password
        case .code: LetterBody.codeLabel
        default: labels.userName
        }
    }

    /// The line of user name, password or code, nil for any other.
    ///
    /// - Throws: for a line that begins like one of them, in whichever language, and is none.
    private mutating func credential(_ line: String, number: Int) throws(Wording.Fault) -> Wording.Line? {
        for placeholder in name.kind.labelledPlaceholders {
            if line == expectedLine(placeholder) {
                guard seenLines.insert(placeholder).inserted else {
                    throw fault(number, .otherLine(instead: expectedLine(placeholder)))
                }
                return .credential(label(placeholder, name.language), placeholder)
            }
            let isLike = Language.allCases.contains { line.utf8.starts(with: "\(label(placeholder, $0)):".utf8) }
            if isLike {
                throw fault(number, .otherLine(instead: expectedLine(placeholder)))
            }
        }
        return nil
    }

    /// The texts and placeholders of a line.
    private func pieces(of text: [UInt8], number: Int) throws(Wording.Fault) -> [Wording.Piece] {
        let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
        var pieces: [Wording.Piece] = []
        var plain: [UInt8] = []
        var rest = text[...]
        func flush() {
            if !plain.isEmpty { pieces.append(.text(String(decoding: plain, as: UTF8.self))) }
            plain = []
        }
        while let byte = rest.popFirst() {
            guard byte == open || byte == close else {
                plain.append(byte)
                continue
            }
            if rest.first == byte {
                plain.append(byte)
                rest.removeFirst()
                continue
            }
            guard byte == open, let end = rest.firstIndex(of: close), !rest[..<end].contains(open) else {
                throw fault(number, .loneBrace(byte == open ? "{" : "}"))
            }
            flush()
            pieces.append(.placeholder(try placeholder(String(decoding: rest[..<end], as: UTF8.self), number: number)))
            rest = rest[(end + 1)...]
        }
        flush()
        return pieces
    }

    private func placeholder(_ text: String, number: Int) throws(Wording.Fault) -> Placeholder {
        let known = name.kind.placeholders
        guard let placeholder = Placeholder(rawValue: text) else {
            let nearest = Spelling.nearest(to: text, among: known.map(\.rawValue))
            let short = String(String.UnicodeScalarView(text.unicodeScalars.prefix(40)))
            throw fault(number, .unknownPlaceholder(short, nearest: Placeholder(rawValue: nearest) ?? .name))
        }
        guard known.contains(placeholder) else { throw fault(number, .misplaced(placeholder, kind: name.kind)) }
        return placeholder
    }

    private func fault(_ line: Int, _ reason: Wording.Reason) -> Wording.Fault {
        Wording.Fault(file: file, line: max(1, line), reason)
    }
}

extension Wording {
    package typealias Fault = SourceFault<Reason>

    /// Why the office's wording of a mail is refused.
    package enum Reason: OfficeTextReason {
        /// No mail has a wording of this file name.
        case unknownName(nearest: String)
        case file(TextFile.Refusal)
        case notUTF8
        case controlCharacter(Unicode.Scalar)
        case lineTooLong(limit: Int)
        case noSubject(language: Language)
        case subjectTooLong(limit: Int)
        case noEmptyLine
        case noBody
        /// A brace that neither begins a placeholder nor is doubled.
        case loneBrace(String)
        case unknownPlaceholder(String, nearest: Placeholder)
        case misplaced(Placeholder, kind: OutboxMail.Kind)
        case inSubject(Placeholder, kind: OutboxMail.Kind)
        case notAlone(Placeholder)
        case missing(Placeholder)
        /// The line of user name or password is not there as programs expect it.
        case missingLine(String)
        /// A line begins like that one and says something else, or the line stands there twice.
        case otherLine(instead: String)
    }
}

extension Wording.Reason {
    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .unknownName(let nearest): "no mail has a wording of this name; did you mean '\(nearest)'?"
        case .file(let refusal): "\(refusal)"
        case .notUTF8: "not UTF-8; save the file in this encoding"
        case .controlCharacter(let scalar):
            "it has the invisible sign U+\(Wording.Reason.hexadecimal(scalar)); remove it, or write blanks in place of a tabulator"
        case .lineTooLong(let limit): "the line is longer than \(limit) octets; divide the paragraph"
        case .noSubject(let language):
            "the first line must be the subject, such as '\(language == .german ? "Betreff: Ihr Zugang" : "Subject: Your access")'"
        case .subjectTooLong(let limit): "the subject is longer than \(limit) octets; shorten it, best to 60 signs"
        case .noEmptyLine: "an empty line must stand between the subject and the text"
        case .noBody: "the text is missing; write it below the subject and an empty line"
        case .loneBrace(let brace):
            "'\(brace)' belongs to a placeholder such as {name}; write '\(brace)\(brace)' for the sign itself"
        case .unknownPlaceholder(let name, let nearest):
            "there is no placeholder '{\(name)}'; did you mean '\(nearest.written)'?"
        case .misplaced(let placeholder, let kind):
            "'\(placeholder.written)' does not occur in this mail; it has \(Wording.Reason.list(kind.placeholders))"
        case .inSubject(let placeholder, let kind):
            "'\(placeholder.written)' cannot stand in the subject; it may have "
                + Wording.Reason.list(kind.subjectPlaceholders)
        case .notAlone(let placeholder):
            "'\(placeholder.written)' becomes several lines; put it on a line of its own, with nothing else"
        case .missing(let placeholder): "the text must have '\(placeholder.written)' somewhere; add it"
        case .missingLine(let line): "the text must have the line '\(line)', with nothing else on it; add it"
        case .otherLine(let line):
            "programs read the line '\(line)'; write it just so and once, and begin no other line like it"
        }
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    private static func list(_ placeholders: [Placeholder]) -> String {
        placeholders.map(\.written).joined(separator: ", ")
    }
}
