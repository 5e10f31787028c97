/// The lines of a text by octets: CRLF, LF and a lone CR each end one.
///
/// A line end at the very end does not begin another line.
struct Lines: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    init(_ octets: [UInt8]) { rest = octets[...] }

    mutating func next() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        let carriageReturn = UInt8(ascii: "\r")
        let lineFeed = UInt8(ascii: "\n")
        let line = rest.prefix { $0 != carriageReturn && $0 != lineFeed }
        rest = rest[line.endIndex...]
        if rest.popFirst() == carriageReturn, rest.first == lineFeed { rest.removeFirst() }
        return line
    }
}
