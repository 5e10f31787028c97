import Codecs

/// The words of an HTML document, as far as a person has to read them in plain text.
///
/// No page is built: tags are cut out, those that begin a line become one, what stands in `script`, `style`, `head` and
/// `title` is dropped, the common character references are decoded. The result never has more bytes than the document,
/// but for line ends.
enum HTMLText {
    static func text(_ document: String) -> String {
        var reader = Reader(rest: Array(document.utf8)[...])
        reader.run()
        return String(decoding: reader.output, as: UTF8.self)
    }

    private static let lineTags: Set<String> = [
        "address", "article", "blockquote", "br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
        "p",
        "pre", "section", "table", "tr", "ul", "ol",
    ]

    private static let hiddenTags: Set<String> = ["script", "style", "head", "title", "template", "noscript"]

    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "auml": "ä", "ouml": "ö", "uuml": "ü",
        "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "euro": "€", "ndash": "–", "mdash": "—", "hellip": "…",
        "eacute": "é", "egrave": "è", "agrave": "à", "bdquo": "„", "ldquo": "“", "rdquo": "”", "lsquo": "‘",
        "rsquo": "’",
        "laquo": "«", "raquo": "»", "copy": "©", "middot": "·", "sect": "§",
    ]

    private struct Reader {
        var rest: ArraySlice<UInt8>
        var output: [UInt8] = []
        /// The element whose content is dropped.
        private var hidden: String?

        init(rest: ArraySlice<UInt8>) {
            self.rest = rest
        }

        mutating func run() {
            while let byte = rest.first {
                switch byte {
                case UInt8(ascii: "<"): tag()
                case UInt8(ascii: "&"): reference()
                case 0x09, 0x0A, 0x0D, 0x20:
                    rest = rest.dropFirst()
                    append(" ".utf8)
                default:
                    rest = rest.dropFirst()
                    append(CollectionOfOne(byte))
                }
            }
        }

        private mutating func append(_ bytes: some Sequence<UInt8>) {
            guard hidden == nil else { return }
            for byte in bytes {
                let isBlank = byte == UInt8(ascii: " ")
                if isBlank, output.last.map({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }) ?? true {
                    continue
                }
                output.append(byte)
            }
        }

        private mutating func tag() {
            if rest.starts(with: "<!--".utf8) {
                rest = rest.dropFirst(4)
                while !rest.isEmpty, !rest.starts(with: "-->".utf8) {
                    rest = rest.dropFirst()
                    rest = rest.drop { $0 != UInt8(ascii: "-") }
                }
                rest = rest.dropFirst(3)
                return
            }
            let second = rest.dropFirst().first
            guard let second, ASCII.isLetterOrDigit(second) || "/!?".utf8.contains(second) else {
                rest = rest.dropFirst()
                return append("<".utf8)
            }
            let isEnd = second == UInt8(ascii: "/")
            let name = rest.dropFirst(isEnd ? 2 : 1).prefix(20).prefix { ASCII.isLetterOrDigit($0) }
            let tag = ASCII.lowercased(String(decoding: name, as: UTF8.self))
            skipTag()
            if let hidden {
                if isEnd, tag == hidden { self.hidden = nil }
            } else if !isEnd, HTMLText.hiddenTags.contains(tag) {
                hidden = tag
            }
            guard hidden == nil, HTMLText.lineTags.contains(tag) else { return }
            while output.last == UInt8(ascii: " ") { output.removeLast() }
            // At most one empty line.
            if output.isEmpty || output.suffix(2).elementsEqual("\n\n".utf8) { return }
            output.append(UInt8(ascii: "\n"))
        }

        /// Goes behind the tag; `>` within quotation marks does not end it, unless they are never closed.
        private mutating func skipTag() {
            var quote: UInt8?
            var index = rest.startIndex
            var firstEnd: Int?
            while index < rest.endIndex {
                let byte = rest[index]
                if byte == UInt8(ascii: ">") {
                    if quote == nil { break }
                    firstEnd = firstEnd ?? index
                    // No attribute is that long.
                    if index - rest.startIndex > 64 << 10 { break }
                } else if byte == quote {
                    quote = nil
                } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                }
                index += 1
            }
            if quote != nil, let firstEnd { index = firstEnd }
            rest = index < rest.endIndex ? rest[(index + 1)...] : []
        }

        private mutating func reference() {
            let body = rest.dropFirst().prefix(12)
            guard let end = body.firstIndex(of: UInt8(ascii: ";")),
                let scalar = Self.scalar(String(decoding: body[..<end], as: UTF8.self))
            else {
                rest = rest.dropFirst()
                return append("&".utf8)
            }
            rest = rest[(end + 1)...]
            append(String(scalar).utf8)
        }

        private static func scalar(_ name: String) -> Unicode.Scalar? {
            if let scalar = HTMLText.names[name] { return scalar }
            guard name.utf8.first == UInt8(ascii: "#") else { return nil }
            let digits = name.dropFirst()
            let isHexadecimal = digits.utf8.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
            let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return value.flatMap(Unicode.Scalar.init).flatMap { $0.value == 0 ? nil : $0 }
        }
    }
}
