/// Reads the inline markup of one paragraph, see `ReportMarkup`.
///
/// Bounded nesting, and no stretch of text is searched twice for the same sign: hostile text costs a small multiple of
/// its length.
package struct InlineReader {
    private static let deepest = 4

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var nextStar: Next?
    private var nextPair: Next?
    private var nextBracket: Next?
    private var nextParenthesis: Next?

    /// The first place of a sign at or behind another place, so that no stretch of text is searched twice.
    private struct Next {
        let from: Int
        let at: Int
    }

    static func read(_ text: String) -> [ReportMarkup.Inline] {
        var reader = InlineReader(scalars: Array(text.unicodeScalars))
        return reader.read(until: reader.scalars.count, depth: 0)
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private mutating func read(until end: Int, depth: Int) -> [ReportMarkup.Inline] {
        var inlines: [ReportMarkup.Inline] = []
        var text = String.UnicodeScalarView()
        func flush() {
            guard !text.isEmpty else { return }
            inlines.append(.text(String(text)))
            text = String.UnicodeScalarView()
        }
        while position < end {
            let scalar = scalars[position]
            if scalar == "\\", position + 1 < end {
                text.append(scalars[position + 1])
                position += 2
            } else if depth < InlineReader.deepest, let span = span(at: position, before: end) {
                flush()
                position = span.content.lowerBound
                let inner = read(until: span.content.upperBound, depth: depth + 1)
                position = span.end
                inlines.append(span.make(inner))
            } else {
                text.append(scalar)
                position += 1
            }
        }
        flush()
        return inlines
    }

    private struct Span {
        let content: Range<Int>
        let end: Int
        let make: ([ReportMarkup.Inline]) -> ReportMarkup.Inline
    }

    private mutating func span(at start: Int, before end: Int) -> Span? {
        switch scalars[start] {
        case "*":
            let isStrong = start + 1 < end && scalars[start + 1] == "*"
            let width = isStrong ? 2 : 1
            let first = start + width
            guard first < end, scalars[first] != " ", let close = closing(width, from: first, before: end) else {
                return nil
            }
            return Span(
                content: first..<close, end: close + width,
                make: { isStrong ? .strong($0) : .emphasis($0) })
        case "[":
            guard start + 1 < end, let bracket = bracket(from: start + 1, before: end), bracket > start + 1,
                bracket + 1 < end, scalars[bracket + 1] == "(",
                let close = parenthesis(from: bracket + 2, before: end), close - bracket <= 2002
            else { return nil }
            let address = InlineReader.string(scalars[bracket + 2..<close])
            guard InlineReader.isAllowed(address) else { return nil }
            return Span(content: start + 1..<bracket, end: close + 1, make: { .link($0, to: address) })
        default: return nil
        }
    }

    /// The next closing star or pair of stars that does not follow a blank.
    private mutating func closing(_ width: Int, from first: Int, before end: Int) -> Int? {
        let known = width == 1 ? nextStar : nextPair
        if let known, known.from <= first, known.at > first { return known.at < end ? known.at : nil }
        var index = first + 1
        var found = scalars.count
        while index < scalars.count {
            if scalars[index] == "\\" {
                index += 2
                continue
            }
            if scalars[index] == "*" {
                let isPair = index + 1 < scalars.count && scalars[index + 1] == "*"
                if scalars[index - 1] != " ", isPair == (width == 2) {
                    found = index
                    break
                }
                if isPair { index += 1 }
            }
            index += 1
        }
        let next = Next(from: first, at: found)
        if width == 1 { nextStar = next } else { nextPair = next }
        return found < end ? found : nil
    }

    private mutating func bracket(from start: Int, before end: Int) -> Int? {
        if nextBracket.map({ $0.from <= start && $0.at >= start }) != true {
            nextBracket = Next(from: start, at: scalars[start...].firstIndex(of: "]") ?? scalars.count)
        }
        guard let found = nextBracket?.at, found < end else { return nil }
        return found
    }

    private mutating func parenthesis(from start: Int, before end: Int) -> Int? {
        guard start < end else { return nil }
        if nextParenthesis.map({ $0.from <= start && $0.at >= start }) != true {
            nextParenthesis = Next(from: start, at: scalars[start...].firstIndex(of: ")") ?? scalars.count)
        }
        guard let found = nextParenthesis?.at, found < end else { return nil }
        return found
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Addresses that open a page or a mail, and nothing else: no scripts, no foreign schemes, no `//host`.
    package static func isAllowed(_ address: String) -> Bool {
        let bytes = Array(address.utf8)
        guard !bytes.isEmpty, bytes.count <= 2000,
            bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
        else { return false }
        if bytes[0] == UInt8(ascii: "/") { return bytes.count == 1 || bytes[1] != UInt8(ascii: "/") }
        let lowered = bytes.prefix(8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return ["https://", "http://", "mailto:"].contains { lowered.starts(with: $0.utf8) }
    }
}
