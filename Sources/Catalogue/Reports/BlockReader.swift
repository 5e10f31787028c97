import Codecs

/// Reads the blocks of report markup one after the other, see `ReportMarkup`.
///
/// Works on UTF-8: every sign of the markup is ASCII, and no byte of another scalar is.
struct BlockReader {
    private let text: [UInt8]
    private var position = 0
    /// The present line without control characters and blanks around it.
    private var line: [UInt8] = []
    /// Whether the present line belongs to the next block.
    private var isLineLeft = false

    init(_ text: String) {
        self.text = Array(text.utf8)
    }

    /// What lines are to a block.
    enum Kind {
        case text, heading, subheading, item, numbered, quotation, picture

        /// Whether each line is a block of its own.
        var isOneLine: Bool { self == .heading || self == .subheading || self == .picture }

        /// Whether a line of text goes on with it.
        var isContinued: Bool { self == .item || self == .numbered }
    }

    /// The lines of the next block; nil at the end of the text.
    mutating func next() -> Lines? {
        var lines: Lines?
        while isLineLeft || readLine() {
            isLineLeft = false
            guard !line.isEmpty else {
                if let lines { return lines }
                continue
            }
            let (kind, start) = BlockReader.classify(line)
            guard var present = lines.take() else {
                lines = Lines(kind: kind, content: line[start...])
                continue
            }
            if kind == .text, present.kind.isContinued || present.kind == .text {
                present.goOn(line[start...])
            } else if kind == present.kind, !kind.isOneLine {
                present.append(line[start...])
            } else {
                isLineLeft = true
                return present
            }
            lines = present
        }
        return lines
    }

    /// Reads a line, which ends with LF, CR or both; false at the end of the text.
    private mutating func readLine() -> Bool {
        guard position < text.count else { return false }
        line.removeAll(keepingCapacity: true)
        reading: while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case 0x0A: break reading
            case 0x0D:
                if position < text.count, text[position] == 0x0A { position += 1 }
                break reading
            case 0x20, 0x09:
                if !line.isEmpty { line.append(0x20) }
            case 0x00..<0x20, 0x7F: break
            // U+0080 to U+009F are control characters, too.
            case 0xC2 where position < text.count && text[position] < 0xA0: position += 1
            default: line.append(byte)
            }
        }
        while line.last == 0x20 { line.removeLast() }
        return true
    }

    /// What a line is, and where its content begins.
    private static func classify(_ line: [UInt8]) -> (Kind, Int) {
        func content(after prefix: Int) -> Int {
            line[prefix...].firstIndex { $0 != 0x20 } ?? line.count
        }
        let isBlankSecond = line.count > 1 && line[1] == 0x20
        switch line[0] {
        case UInt8(ascii: "#"):
            if isBlankSecond { return (.heading, content(after: 2)) }
            if line.count > 2, line[1] == UInt8(ascii: "#"), line[2] == 0x20 { return (.subheading, content(after: 3)) }
        case UInt8(ascii: "-") where isBlankSecond: return (.item, content(after: 2))
        case UInt8(ascii: ">") where isBlankSecond || line.count == 1: return (.quotation, content(after: 1))
        case UInt8(ascii: "!") where picture(in: line) != nil: return (.picture, 0)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let digits = line.prefix(while: ASCII.isDigit).count
            if digits <= 3, line.count > digits + 1, line[digits] == UInt8(ascii: "."), line[digits + 1] == 0x20 {
                return (.numbered, content(after: digits + 2))
            }
        default: break
        }
        return (.text, 0)
    }

    /// The name and the place of the caption, where a line is a picture and nothing else.
    private static func picture(in line: [UInt8]) -> (name: PictureName, caption: Range<Int>)? {
        guard line.starts(with: "![".utf8), line.last == UInt8(ascii: ")"),
            let open = line.lastIndex(of: UInt8(ascii: "(")), open >= 3, line[open - 1] == UInt8(ascii: "]"),
            let name = PictureName(String(decoding: line[open + 1..<line.count - 1], as: UTF8.self))
        else { return nil }
        return (name, 2..<open - 1)
    }
}

extension BlockReader {
    /// The lines of one block.
    struct Lines {
        let kind: Kind
        private var content: [UInt8]
        /// Where the items or lines of a quotation end.
        private var ends: [Int]

        fileprivate init(kind: Kind, content: ArraySlice<UInt8>) {
            self.kind = kind
            self.content = Array(content)
            ends = [content.count]
        }

        /// Begins the next item, or line of a quotation.
        fileprivate mutating func append(_ line: ArraySlice<UInt8>) {
            content += line
            ends.append(content.count)
        }

        /// Goes on with the last one.
        fileprivate mutating func goOn(_ line: ArraySlice<UInt8>) {
            content.append(0x20)
            content += line
            ends[ends.count - 1] = content.count
        }

        /// The picture that it is.
        var picture: (name: PictureName, caption: Range<Int>)? {
            kind == .picture ? BlockReader.picture(in: content) : nil
        }

        /// The block; of a paragraph, no more than so many bytes of text, or a few more.
        func block(limit: Int = .max) -> ReportMarkup.Block {
            let whole = 0..<content.count
            switch kind {
            case .text: return .paragraph(InlineReader.read(content, whole, limit: limit))
            case .heading: return .heading(InlineReader.read(content, whole))
            case .subheading: return .subheading(InlineReader.read(content, whole))
            case .item: return .list(items.map { InlineReader.read(content, $0) }, isNumbered: false)
            case .numbered: return .list(items.map { InlineReader.read(content, $0) }, isNumbered: true)
            case .quotation: return .quotation(paragraphs.map { InlineReader.read($0, 0..<$0.count) })
            case .picture:
                guard let (name, caption) = picture else { return .paragraph(InlineReader.read(content, whole)) }
                return .picture(name, caption: InlineReader.read(content, caption))
            }
        }

        private var items: [Range<Int>] {
            var start = 0
            return ends.map { end in
                defer { start = end }
                return start..<end
            }
        }

        /// The lines of a quotation, joined up to empty ones.
        private var paragraphs: [[UInt8]] {
            items.split(whereSeparator: \.isEmpty).map { lines in
                var paragraph: [UInt8] = []
                for line in lines {
                    if !paragraph.isEmpty { paragraph.append(0x20) }
                    paragraph += content[line]
                }
                return paragraph
            }
        }
    }
}
