/// The small markup of reports and summaries, read into blocks.
///
/// A report is paragraphs separated by empty lines. A line that begins with `# ` is a heading, with `## ` a
/// sub-heading; lines that begin with `- ` are a list, with `1. ` (any number) a numbered one; lines that begin with
/// `> ` are a quotation. A line `![caption](saal.jpg)` is a picture of the module with its caption, which may be empty;
/// what it shows in words is said where the picture is added. In a text `*…*` is emphasis, `**…**` strong emphasis, and `[text](address)` a link to an
/// `https://`, `http://` or `mailto:` address or a path on this site. A backslash takes the next sign literally.
/// Everything else is text: no HTML comes through, and nothing is an error.
package struct ReportMarkup: Equatable, Sendable {
    package indirect enum Inline: Equatable, Sendable {
        case text(String)
        case emphasis([Inline])
        case strong([Inline])
        case link([Inline], to: String)
    }

    package enum Block: Equatable, Sendable {
        case heading([Inline])
        case subheading([Inline])
        case paragraph([Inline])
        case list([[Inline]], isNumbered: Bool)
        case quotation([[Inline]])
        case picture(PictureName, caption: [Inline])
    }

    package let blocks: [Block]

    package init(blocks: [Block]) {
        self.blocks = blocks
    }

    package init(_ text: String) {
        var blocks: [Block] = []
        var pending: [(kind: Kind, lines: [String])] = []
        func finish() {
            guard let kind = pending.first?.kind else { return }
            let lines = pending.map { $0.lines.joined(separator: " ") }
            pending = []
            switch kind {
            case .text: blocks.append(.paragraph(InlineReader.read(lines.joined(separator: " "))))
            case .heading: blocks.append(.heading(InlineReader.read(lines.joined(separator: " "))))
            case .subheading: blocks.append(.subheading(InlineReader.read(lines.joined(separator: " "))))
            case .item: blocks.append(.list(lines.map(InlineReader.read), isNumbered: false))
            case .picture:
                guard let (name, caption) = ReportMarkup.picture(in: lines[0]) else { return }
                blocks.append(.picture(name, caption: InlineReader.read(caption)))
            case .numbered: blocks.append(.list(lines.map(InlineReader.read), isNumbered: true))
            case .quotation:
                let paragraphs = lines.split(separator: "", omittingEmptySubsequences: true)
                blocks.append(.quotation(paragraphs.map { InlineReader.read($0.joined(separator: " ")) }))
            }
        }
        for line in ReportMarkup.lines(of: text) {
            guard !line.isEmpty else {
                finish()
                continue
            }
            let (kind, content) = ReportMarkup.classify(line)
            let present = pending.last?.kind
            if kind == .text, present == .item || present == .numbered {
                pending[pending.count - 1].lines.append(content)
            } else {
                if let present, present != kind || kind.isOneLine { finish() }
                pending.append((kind, [content]))
            }
        }
        finish()
        self.blocks = blocks
    }

    /// The text without markup, for a description of the page; cut at a word within `limit` scalars.
    package func plainText(limit: Int) -> String {
        func text(of inlines: [Inline]) -> String {
            inlines.map { inline in
                switch inline {
                case .text(let text): text
                case .emphasis(let inner), .strong(let inner), .link(let inner, _): text(of: inner)
                }
            }.joined()
        }
        let whole = blocks.compactMap { block in
            if case .paragraph(let inlines) = block { text(of: inlines) } else { nil }
        }.joined(separator: " ")
        guard whole.unicodeScalars.count > limit else { return whole }
        var cut = whole.unicodeScalars.prefix(limit)
        while let last = cut.last, last != " " { cut.removeLast() }
        while let last = cut.last, last == " " { cut.removeLast() }
        return String(cut) + "…"
    }

    /// The pictures that are named, each once, in their order.
    package var pictures: [PictureName] {
        var found: [PictureName] = []
        for case .picture(let name, _) in blocks where !found.contains(name) { found.append(name) }
        return found
    }

    /// The name and the caption, where a line is a picture and nothing else.
    private static func picture(in line: String) -> (name: PictureName, caption: String)? {
        let bytes = line.utf8
        guard bytes.starts(with: "![".utf8), bytes.last == UInt8(ascii: ")"),
            let open = bytes.lastIndex(of: UInt8(ascii: "(")), open > bytes.startIndex
        else { return nil }
        let bracket = bytes.index(before: open)
        let start = bytes.index(bytes.startIndex, offsetBy: 2)
        guard bytes[bracket] == UInt8(ascii: "]"), start <= bracket,
            let name = PictureName(String(line[bytes.index(after: open)..<bytes.index(before: bytes.endIndex)]))
        else { return nil }
        return (name, String(line[start..<bracket]))
    }

    private enum Kind {
        case text, heading, subheading, item, numbered, quotation, picture

        /// Whether each line is a block of its own.
        var isOneLine: Bool { self == .heading || self == .subheading || self == .picture }
    }

    private static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            defer { isAfterReturn = scalar == "\r" }
            if scalar == "\n", isAfterReturn { continue }
            if scalar == "\n" || scalar == "\r" {
                lines.append(trimmed(line))
                line = String.UnicodeScalarView()
            } else if scalar == "\t" || scalar == "\u{A0}" || scalar.properties.generalCategory != .control {
                line.append(scalar == "\t" ? " " : scalar)
            }
        }
        lines.append(trimmed(line))
        return lines
    }

    private static func trimmed(_ line: String.UnicodeScalarView) -> String {
        var line = Substring.UnicodeScalarView(line)
        while line.first == " " { line.removeFirst() }
        while line.last == " " { line.removeLast() }
        return String(line)
    }

    private static func classify(_ line: String) -> (Kind, String) {
        func rest(after prefix: String) -> String? {
            line.utf8.starts(with: prefix.utf8) ? trimmed(String(line.dropFirst(prefix.count)).unicodeScalars) : nil
        }
        if let content = rest(after: "# ") { return (.heading, content) }
        if let content = rest(after: "## ") { return (.subheading, content) }
        if let content = rest(after: "- ") { return (.item, content) }
        if let content = rest(after: "> ") { return (.quotation, content) }
        if line == ">" { return (.quotation, "") }
        if picture(in: line) != nil { return (.picture, line) }
        let digits = line.utf8.prefix(while: { (0x30...0x39).contains($0) }).count
        if (1...3).contains(digits), line.utf8.dropFirst(digits).starts(with: ". ".utf8) {
            return (.numbered, trimmed(String(line.dropFirst(digits + 2)).unicodeScalars))
        }
        return (.text, line)
    }
}
