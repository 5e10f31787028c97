/// Reads request heads from bytes (RFC 9112): a pure value, one for each connection.
///
/// It remembers how far it has looked, so that a head that trickles in is scanned once, not once a byte.
/// Whatever the cuts, the same bytes give the same answer.
package struct RequestParser: Sendable {
    /// What the bytes so far amount to.
    package enum Outcome: Sendable {
        /// The head is not complete.
        case needMore
        /// A head; its `consumed` bytes are done with, the rest is content or the next message.
        case head(RequestHead, consumed: Int)
    }

    private let limits: Limits
    private var lineStart = 0
    private var scanned = 0
    private var skippedEmptyLine = false
    private var requestLine: RequestLine?
    private var draft = HeadDraft()

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Whether bytes of a head have been seen: an idle connection may be closed without an answer, this one not.
    package var hasBegun: Bool { scanned > 0 }

    /// Looks at all bytes of the connection that are not consumed yet.
    ///
    /// Call it again with the same bytes and more behind them after `.needMore`; after `.head` it stands ready for
    /// the next message. The bytes may lie elsewhere each time.
    ///
    /// - Throws: The first rule that is broken, in the order of the bytes. The parser is of no use afterwards.
    package mutating func parse(_ bytes: Span<UInt8>) throws(RequestError) -> Outcome {
        while let line = try nextLine(in: bytes) {
            if requestLine != nil {
                guard line.isEmpty else {
                    guard draft.fields.count < limits.fields else { throw .tooManyFields }
                    try draft.readField(bytes, line)
                    continue
                }
                let head = try finish(bytes)
                let consumed = lineStart
                self = RequestParser(limits: limits)
                return .head(head, consumed: consumed)
            } else if line.isEmpty {
                guard !skippedEmptyLine else { throw .emptyLines }
                skippedEmptyLine = true
            } else {
                requestLine = try RequestLine(bytes, line)
            }
        }
        return .needMore
    }

    /// The next complete line without its CRLF, or `nil` until there is one.
    private mutating func nextLine(in bytes: Span<UInt8>) throws(RequestError) -> Range<Int>? {
        let bound = requestLine == nil ? lineStart + limits.requestLine + 1 : limits.head
        let end = min(bytes.count, bound)
        var position = scanned
        while position < end {
            position = bytes.firstControl(from: position, to: end)
            guard position < end else { break }
            switch bytes[position] {
            case Byte.tab:
                position += 1
            case Byte.carriageReturn:
                guard position + 1 < bytes.count else {
                    scanned = position
                    return nil
                }
                guard bytes[position + 1] == Byte.lineFeed else { throw .bareCarriageReturn }
                let line = lineStart..<position
                lineStart = position + 2
                scanned = lineStart
                return line
            case Byte.lineFeed: throw .bareLineFeed
            default: throw .controlByte
            }
        }
        scanned = max(scanned, end)
        guard end < bound else { throw requestLine == nil ? .requestLineTooLong : .headTooLarge }
        return nil
    }

    private mutating func finish(_ bytes: Span<UInt8>) throws(RequestError) -> RequestHead {
        guard let line = requestLine else { throw .malformedRequestLine }
        draft.version = line.version
        let framing = try draft.framing()
        try draft.settleHost(bytes, line)
        try draft.settleExpectation()
        guard lineStart <= limits.head else { throw .headTooLarge }
        return RequestHead(
            draft, bytes: bytes.array(0..<lineStart), method: line.method, target: line.target, framing: framing)
    }
}

/// How much of a request is read before it is refused.
package struct Limits: Sendable {
    /// The longest request line in bytes; a longer one is 414.
    package let requestLine: Int
    /// The largest head in bytes, at most 65 000; a larger one is 431.
    package let head: Int
    /// The most fields; more are 431.
    package let fields: Int

    /// Makes limits; a head beyond 65 000 bytes is cut to that, since a field table holds places of 16 bits.
    package init(requestLine: Int = 16_384, head: Int = 32_768, fields: Int = 100) {
        self.head = min(max(head, 64), 65_000)
        self.requestLine = min(requestLine, self.head)
        self.fields = fields
    }
}
