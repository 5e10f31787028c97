import Codecs

/// Reads a wording: the first line `Subject: …` or `Betreff: …`, an empty line, the text.
///
/// In the text, `- ` begins an item of a list, `{name}` is a placeholder, and `{{` and `}}` are the braces themselves.
/// Everything else stands for itself. Lines end in LF or CRLF; a byte order mark at the beginning does not count.
struct WordingReader {
    /// The longest file, in octets.
    static let maximumOctets = 16 << 10
    /// The longest line, in octets.
    static let maximumLine = 2000
    /// The longest subject, in octets.
    static let maximumSubject = 200

    let name: WordingName
    private let file: String
    private var paragraphs: [[Wording.Line]] = []
    private var seenLines: Set<Placeholder> = []
    private var seen: Set<Placeholder> = []

    /// Reads the wording of that name; `file`: what to call it in a fault.
    static func read(_ octets: [UInt8], as name: WordingName, file: String) throws(WordingFault) -> Wording {
        var reader = WordingReader(name: name, file: file)
        return try reader.read(octets)
    }

    private init(name: WordingName, file: String) {
        self.name = name
        self.file = file
    }

    private mutating func read(_ octets: [UInt8]) throws(WordingFault) -> Wording {
        let lines = try lines(of: octets)
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
        return Wording(subject: subject, paragraphs: paragraphs)
    }

    private func requireMandatory(end: Int) throws(WordingFault) {
        for placeholder in name.kind.labelledPlaceholders where !seenLines.contains(placeholder) {
            throw fault(end, .missingLine(expectedLine(placeholder)))
        }
        for placeholder in name.kind.mandatoryPlaceholders where !seen.contains(placeholder) {
            throw fault(end, .missing(placeholder))
        }
    }

    private func lines(of octets: [UInt8]) throws(WordingFault) -> [String] {
        guard octets.count <= WordingReader.maximumOctets else {
            throw WordingFault(file: file, .tooManyOctets(limit: WordingReader.maximumOctets))
        }
        let content = octets.starts(with: [0xEF, 0xBB, 0xBF]) ? octets.dropFirst(3) : octets[...]
        var lines: [String] = []
        for var line in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            lines.append(try text(line, number: lines.count + 1))
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// A line without blanks at its ends.
    private func text(_ octets: ArraySlice<UInt8>, number: Int) throws(WordingFault) -> String {
        guard octets.count <= WordingReader.maximumLine else {
            throw fault(number, .lineTooLong(limit: WordingReader.maximumLine))
        }
        guard let text = String(validating: octets, as: UTF8.self) else { throw fault(number, .notUTF8) }
        for scalar in text.unicodeScalars where scalar.isUnsafeInLine {
            throw fault(number, .controlCharacter(scalar))
        }
        var bytes = octets
        while bytes.first == UInt8(ascii: " ") { bytes = bytes.dropFirst() }
        while bytes.last == UInt8(ascii: " ") { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func subject(_ line: String) throws(WordingFault) -> [Wording.Piece] {
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

    private mutating func read(_ line: String, number: Int) throws(WordingFault) -> Wording.Line {
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
    private mutating func credential(_ line: String, number: Int) throws(WordingFault) -> Wording.Line? {
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

    func fault(_ line: Int, _ reason: WordingFault.Reason) -> WordingFault {
        WordingFault(file: file, line: max(1, line), reason)
    }
}
