import Codecs

extension WordingReader {
    /// The texts and placeholders of a line.
    func pieces(of text: [UInt8], number: Int) throws(WordingFault) -> [Wording.Piece] {
        let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
        var pieces: [Wording.Piece] = []
        var plain: [UInt8] = []
        var rest = text[...]
        func flush() {
            if !plain.isEmpty { pieces.append(.text(String(decoding: plain, as: UTF8.self))) }
            plain = []
        }
        while let octet = rest.popFirst() {
            guard octet == open || octet == close else {
                plain.append(octet)
                continue
            }
            if rest.first == octet {
                plain.append(octet)
                rest.removeFirst()
                continue
            }
            guard octet == open, let end = rest.firstIndex(of: close), !rest[..<end].contains(open) else {
                throw fault(number, .loneBrace(octet == open ? "{" : "}"))
            }
            flush()
            pieces.append(.placeholder(try placeholder(String(decoding: rest[..<end], as: UTF8.self), number: number)))
            rest = rest[(end + 1)...]
        }
        flush()
        return pieces
    }

    private func placeholder(_ text: String, number: Int) throws(WordingFault) -> Placeholder {
        let known = name.kind.placeholders
        guard let placeholder = Placeholder(rawValue: text) else {
            let nearest = Spelling.nearest(to: text, among: known.map(\.rawValue))
            let short = String(String.UnicodeScalarView(text.unicodeScalars.prefix(40)))
            throw fault(number, .unknownPlaceholder(short, nearest: Placeholder(rawValue: nearest) ?? .name))
        }
        guard known.contains(placeholder) else { throw fault(number, .misplaced(placeholder, kind: name.kind)) }
        return placeholder
    }
}
