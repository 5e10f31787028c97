import Codecs

/// Reads the inline markup of one paragraph, see `ReportMarkup`.
///
/// Bounded nesting, and no stretch of text is searched twice for the same sign: hostile text costs a small multiple of
/// its length.
package struct InlineReader {
    private static let deepest = 4

    private let bytes: [UInt8]
    /// Where the paragraph ends.
    private let bound: Int
    private var position: Int
    /// How many more bytes of text are wanted.
    private var wanted: Int
    private var nextStar: Next?
    private var nextPair: Next?
    private var nextBracket: Next?
    private var nextParenthesis: Next?
    /// The bracket behind the text of a link whose address is not allowed.
    private var refusedLink: Int?

    /// The first place of a sign at or behind another place, so that no stretch of text is searched twice.
    private struct Next {
        let from: Int
        let at: Int
    }

    /// Reads a range of UTF-8; stops at about so many bytes of text.
    static func read(_ text: [UInt8], _ range: Range<Int>, limit: Int = .max) -> [ReportMarkup.Inline] {
        var reader = InlineReader(bytes: text, range, wanted: limit)
        return reader.read(until: range.upperBound, depth: 0)
    }

    private init(bytes: [UInt8], _ range: Range<Int>, wanted: Int) {
        self.bytes = bytes
        bound = range.upperBound
        position = range.lowerBound
        self.wanted = wanted
    }

    private mutating func read(until end: Int, depth: Int) -> [ReportMarkup.Inline] {
        var inlines: [ReportMarkup.Inline] = []
        var text: [UInt8] = []
        func flush() {
            guard !text.isEmpty else { return }
            inlines.append(.text(String(decoding: text, as: UTF8.self)))
            text.removeAll(keepingCapacity: true)
        }
        while position < end, wanted > 0 {
            let start = position
            while position < end, !InlineReader.isSign(bytes[position]) { position += 1 }
            if position > start {
                text += bytes[start..<position]
                wanted -= position - start
            } else if bytes[position] == UInt8(ascii: "\\"), position + 1 < end {
                // Of a scalar outside of ASCII the first byte; the others are no signs.
                text.append(bytes[position + 1])
                wanted -= 1
                position += 2
            } else if depth < InlineReader.deepest, let span = span(at: position, before: end) {
                flush()
                position = span.content.lowerBound
                let inner = read(until: span.content.upperBound, depth: depth + 1)
                position = span.end
                inlines.append(span.make(inner))
            } else {
                text.append(bytes[position])
                wanted -= 1
                position += 1
            }
        }
        flush()
        return inlines
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\\")
    }

    private struct Span {
        let content: Range<Int>
        let end: Int
        let make: ([ReportMarkup.Inline]) -> ReportMarkup.Inline
    }

    private mutating func span(at start: Int, before end: Int) -> Span? {
        switch bytes[start] {
        case UInt8(ascii: "*"):
            let isStrong = start + 1 < end && bytes[start + 1] == UInt8(ascii: "*")
            let width = isStrong ? 2 : 1
            let first = start + width
            guard first < end, bytes[first] != 0x20, let close = closing(width, from: first, before: end) else {
                return nil
            }
            return Span(
                content: first..<close, end: close + width,
                make: { isStrong ? .strong($0) : .emphasis($0) })
        case UInt8(ascii: "["):
            guard start + 1 < end, let bracket = bracket(from: start + 1, before: end), bracket > start + 1,
                bracket != refusedLink, bracket + 1 < end, bytes[bracket + 1] == UInt8(ascii: "("),
                let close = parenthesis(from: bracket + 2, before: end)
            else { return nil }
            let address = bytes[bracket + 2..<close]
            guard InlineReader.isAllowed(address) else {
                refusedLink = bracket
                return nil
            }
            return Span(
                content: start + 1..<bracket, end: close + 1,
                make: { .link($0, to: String(decoding: address, as: UTF8.self)) })
        default: return nil
        }
    }

    /// The next closing star or pair of stars that does not follow a blank.
    private mutating func closing(_ width: Int, from first: Int, before end: Int) -> Int? {
        let known = width == 1 ? nextStar : nextPair
        if let known, known.from <= first, known.at > first { return known.at < end ? known.at : nil }
        var index = first + 1
        var found = bound
        while index < bound {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if bytes[index] == UInt8(ascii: "*") {
                let isPair = index + 1 < bound && bytes[index + 1] == UInt8(ascii: "*")
                if bytes[index - 1] != 0x20, isPair == (width == 2) {
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
            nextBracket = next(UInt8(ascii: "]"), from: start)
        }
        return nextBracket.flatMap { $0.at < end ? $0.at : nil }
    }

    private mutating func parenthesis(from start: Int, before end: Int) -> Int? {
        guard start < end else { return nil }
        if nextParenthesis.map({ $0.from <= start && $0.at >= start }) != true {
            nextParenthesis = next(UInt8(ascii: ")"), from: start)
        }
        return nextParenthesis.flatMap { $0.at < end ? $0.at : nil }
    }

    private func next(_ sign: UInt8, from start: Int) -> Next {
        Next(from: start, at: bytes[start..<bound].firstIndex(of: sign) ?? bound)
    }

    /// Addresses that open a page or a mail, and nothing else: no scripts, no foreign schemes, no `//host`.
    package static func isAllowed(_ address: ArraySlice<UInt8>) -> Bool {
        guard let first = address.first, address.count <= 2000,
            address.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
        else { return false }
        if first == UInt8(ascii: "/") { return address.dropFirst().first != UInt8(ascii: "/") }
        let lowered = address.prefix(8).map { ASCII.lowercased($0) }
        return ["https://", "http://", "mailto:"].contains { lowered.starts(with: $0.utf8) }
    }
}
