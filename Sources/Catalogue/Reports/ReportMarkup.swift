import SQLite

/// The small markup of reports and summaries, read into blocks.
///
/// A report is paragraphs separated by empty lines. A line that begins with `# ` is a heading, with `## ` a
/// sub-heading; lines that begin with `- ` are a list, with `1. ` (any number) a numbered one; lines that begin with
/// `> ` are a quotation. A line `![caption](saal.jpg)` is a picture of the module with its caption, which may be empty;
/// what it shows in words is said where the picture is added. In a text `*…*` is emphasis, `**…**` strong emphasis, and
/// `[text](address)` a link to an `https://`, `http://` or `mailto:` address or a path on this site. A backslash takes
/// the next sign literally. Everything else is text: no HTML comes through, and nothing is an error.
///
/// Reading takes time in proportion to the length, whatever the text is.
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
        var reader = BlockReader(text)
        var blocks: [Block] = []
        while let lines = reader.next() { blocks.append(lines.block()) }
        self.blocks = blocks
    }

    /// The text without markup, for a description of the page; cut at a word within `limit` scalars.
    package func plainText(limit: Int) -> String {
        var extract = Extract(limit: limit)
        for case .paragraph(let inlines) in blocks where !extract.isFull { extract.append(inlines) }
        return extract.text
    }

    /// What `plainText` gives of the markup of a text, of which no more is read than that takes.
    package static func plainText(of text: String, limit: Int) -> String {
        var reader = BlockReader(text)
        var extract = Extract(limit: limit)
        while !extract.isFull, let lines = reader.next() {
            guard lines.kind == .text, case .paragraph(let inlines) = lines.block(limit: extract.wanted) else {
                continue
            }
            extract.append(inlines)
        }
        return extract.text
    }

    /// The pictures that a text names, each once, in their order.
    package static func pictures(in text: String) -> [PictureName] {
        var reader = BlockReader(text)
        var found: [PictureName] = []
        var known: Set<PictureName> = []
        while let lines = reader.next() {
            if let name = lines.picture?.name, known.insert(name).inserted { found.append(name) }
        }
        return found
    }
}

/// The text of paragraphs up to a number of scalars.
private struct Extract {
    private let limit: Int
    private var bytes: [UInt8] = []
    private var isEmpty = true

    init(limit: Int) {
        self.limit = limit
    }

    /// Bytes that are certain to go beyond the limit: no scalar has more than four.
    var wanted: Int { (limit + 2) * 4 - bytes.count }

    var isFull: Bool { wanted <= 0 }

    mutating func append(_ paragraph: [ReportMarkup.Inline]) {
        if !isEmpty { bytes.append(UInt8(ascii: " ")) }
        isEmpty = false
        add(paragraph)
    }

    private mutating func add(_ inlines: [ReportMarkup.Inline]) {
        for inline in inlines {
            switch inline {
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .emphasis(let inner), .strong(let inner), .link(let inner, _): add(inner)
            }
        }
    }

    var text: String {
        var scalars = 0
        for index in bytes.indices where bytes[index] & 0xC0 != 0x80 {
            if scalars == limit { return cut(at: index) }
            scalars += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func cut(at end: Int) -> String {
        var cut = bytes[..<end]
        while let last = cut.last, last != UInt8(ascii: " ") { cut.removeLast() }
        while cut.last == UInt8(ascii: " ") { cut.removeLast() }
        return String(decoding: cut, as: UTF8.self) + "…"
    }
}
