internal import Codecs
internal import Glibc

/// Takes a `multipart/form-data` body apart (RFC 7578, RFC 2046 section 5.1): a pure value that never copies content.
///
/// Strict: CRLF everywhere, no encoding for mail, no multipart within, everything but content bounded. A line that
/// begins with the boundary is a boundary and has to end behind it, padding of blanks aside: no client that may choose
/// a boundary chooses one that begins a line of its content (RFC 2046 section 5.1.1). However the body is cut into
/// pieces the same comes out, and no byte is looked at more than twice.
package struct MultipartReader: Sendable {
    /// What the next bytes are.
    package enum Event: Sendable, Equatable {
        /// A part begins.
        case part(MultipartPart)
        /// Content of the part, at this place of the bytes that were given; never empty.
        case data(Range<Int>)
        /// Content of the part that ended earlier bytes and could have begun a boundary: at this place of `delimiter`.
        case heldData(Range<Int>)
        /// The part is complete.
        case partEnd
        /// All bytes are used up.
        case needMore
    }

    private enum State: Sendable {
        case preamble
        case delimiterEnd, padding, delimiterLineFeed
        case head, headLineFeed
        case content
        case finalHyphen, finalPadding, finalLineFeed, epilogue
    }

    /// CRLF, two hyphens, and the boundary.
    package let delimiter: [UInt8]

    private let limits: MultipartLimits
    private var state = State.preamble
    /// How many bytes of the delimiter the last bytes equal; the CRLF before the first counts as seen.
    private var matched = 2
    /// How many of those are no content: the end of the part's head.
    private var borrowed = 2
    private var head: [UInt8] = []
    private var lines: [Range<Int>] = []
    private var lineStart = 0
    private var parts = 0
    private var padding = 0
    private var surroundings = 0

    /// Makes a reader that stands before the body's first byte.
    package init(_ boundary: MultipartBoundary, limits: MultipartLimits = MultipartLimits()) {
        delimiter = [Byte.carriageReturn, Byte.lineFeed] + Array("--".utf8) + boundary.bytes
        self.limits = limits
    }

    /// Reads on from `position` of `bytes` and moves it behind what was used.
    ///
    /// Call until `.needMore`, then again with fresh bytes and a position in them; when there are no more, `finish()`.
    ///
    /// - Throws: The rule that is broken; the reader is of no use afterwards.
    package mutating func next(in bytes: Span<UInt8>, at position: inout Int) throws(MultipartError) -> Event {
        // A delimiter that ends the bytes ends its part at once, even where there was content to hand out before it.
        while position < bytes.count || matched == delimiter.count {
            switch state {
            case .content:
                let event = scan(bytes, &position)
                if event == .partEnd { state = .delimiterEnd }
                if let event { return event }
            case .preamble:
                switch scan(bytes, &position) {
                case .data(let range): try countSurroundings(range.count, else: .preambleTooLong)
                case .heldData(let range): try countSurroundings(range.count, else: .preambleTooLong)
                case .partEnd: state = .delimiterEnd
                case .part, .needMore, nil: break
                }
            case .epilogue:
                try countSurroundings(bytes.count - position, else: .epilogueTooLong)
                position = bytes.count
            case .head, .headLineFeed:
                let byte = bytes[position]
                position += 1
                if let part = try readHead(byte) { return .part(part) }
            default:
                try readDelimiterEnd(bytes[position])
                position += 1
            }
        }
        return .needMore
    }

    /// Tells that there are no more bytes.
    ///
    /// - Throws: `truncated` unless the final boundary was read and nothing half a line behind it.
    package func finish() throws(MultipartError) {
        switch state {
        case .finalPadding, .epilogue: return
        default: throw .truncated
        }
    }
}

extension MultipartReader {
    /// Content up to the next delimiter, of which as much as there is is matched; `partEnd` where it is whole.
    private mutating func scan(_ bytes: Span<UInt8>, _ position: inout Int) -> Event? {
        if matched > 0 {
            position = match(bytes, position)
            if matched == delimiter.count {
                (matched, borrowed, padding) = (0, 0, 0)
                return .partEnd
            }
            guard position < bytes.count else { return nil }
            // CR is the delimiter's first byte and no other, so nothing of what was held can begin another.
            let held = borrowed..<matched
            (matched, borrowed) = (0, 0)
            if !held.isEmpty { return .heldData(held) }
        }
        let start = position
        var next = start
        while let found = bytes.firstCarriageReturn(from: next) {
            next = match(bytes, found)
            if next == bytes.count || matched == delimiter.count {
                position = next
                return found > start ? .data(start..<found) : nil
            }
            matched = 0
        }
        position = bytes.count
        return .data(start..<position)
    }

    /// Goes on matching the delimiter from `start`; returns the first byte that was not matched.
    private mutating func match(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        var position = start
        while position < bytes.count, matched < delimiter.count, bytes[position] == delimiter[matched] {
            position += 1
            matched += 1
        }
        return position
    }

    private mutating func readDelimiterEnd(_ byte: UInt8) throws(MultipartError) {
        switch (state, byte) {
        case (.delimiterEnd, UInt8(ascii: "-")): state = .finalHyphen
        case (.delimiterEnd, Byte.carriageReturn), (.padding, Byte.carriageReturn): state = .delimiterLineFeed
        case (.delimiterEnd, _) where ASCII.isBlank(byte), (.padding, _) where ASCII.isBlank(byte):
            try countPadding()
            state = .padding
        case (.delimiterLineFeed, Byte.lineFeed):
            parts += 1
            guard parts <= limits.parts else { throw .tooManyParts }
            (head, lines, lineStart) = ([], [], 0)
            state = .head
        case (.finalHyphen, UInt8(ascii: "-")): state = .finalPadding
        case (.finalPadding, Byte.carriageReturn): state = .finalLineFeed
        case (.finalPadding, _) where ASCII.isBlank(byte): try countPadding()
        case (.finalLineFeed, Byte.lineFeed): state = .epilogue
        default: throw .malformedDelimiter
        }
    }

    /// Takes one byte of a part's head; the part when the head is complete.
    private mutating func readHead(_ byte: UInt8) throws(MultipartError) -> MultipartPart? {
        guard head.count < limits.headBytes else { throw .headTooLong }
        head.append(byte)
        guard state == .headLineFeed else {
            if byte == Byte.carriageReturn {
                state = .headLineFeed
            } else {
                guard !ASCII.isControl(byte) || byte == Byte.tab else { throw .malformedHead }
            }
            return nil
        }
        guard byte == Byte.lineFeed else { throw .malformedHead }
        let line = lineStart..<head.count - 2
        lineStart = head.count
        guard line.isEmpty else {
            guard lines.count < limits.headFields else { throw .tooManyFields }
            lines.append(line)
            state = .head
            return nil
        }
        let part = try MultipartPart(head.span, lines: lines)
        head = []
        // The empty line's CRLF is the one before the delimiter where there is no content (RFC 2046 section 5.1.1).
        (matched, borrowed) = (2, 2)
        state = .content
        return part
    }

    private mutating func countPadding() throws(MultipartError) {
        padding += 1
        guard padding <= limits.padding else { throw .paddingTooLong }
    }

    private mutating func countSurroundings(
        _ count: Int, else error: MultipartError
    ) throws(MultipartError) {
        surroundings += count
        guard surroundings <= limits.surroundings else { throw error }
    }
}

extension Span<UInt8> {
    /// The first carriage return at or behind `start`, which is at most the count.
    fileprivate func firstCarriageReturn(from start: Int) -> Int? {
        precondition(start >= 0 && start <= count)
        return unsafe withUnsafeBytes { raw in
            // Inside the span, which was checked once above.
            guard let base = raw.baseAddress,
                let found = unsafe memchr(base + start, Int32(Byte.carriageReturn), raw.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}

/// How much of a multipart body may be anything but content.
package struct MultipartLimits: Sendable, Equatable {
    /// The most parts.
    package var parts = 64
    /// The most bytes of one part's head, line ends included.
    package var headBytes = 8192
    /// The most fields of one part's head.
    package var headFields = 16
    /// The most bytes before the first boundary and behind the final one, together.
    package var surroundings = 1024
    /// The most blanks behind one boundary.
    package var padding = 64

    package init() {}
}

/// What separates the parts of a `multipart/form-data` body: 1 to 70 bytes (RFC 2046 section 5.1.1).
package struct MultipartBoundary: Sendable, Equatable {
    let bytes: [UInt8]

    /// Takes a boundary for itself.
    ///
    /// - Throws: `invalidBoundary` when it is empty, too long, ends with a blank, or holds what no boundary may hold.
    package init(_ bytes: [UInt8]) throws(MultipartError) {
        guard (1...70).contains(bytes.count), bytes.last != Byte.space, bytes.allSatisfy(Self.isAllowed) else {
            throw .invalidBoundary
        }
        self.bytes = bytes
    }

    /// Reads it from the value of `Content-Type`: `multipart/form-data; boundary="…"`.
    ///
    /// - Throws: `notMultipart` for another type, none, or a malformed value; `missingBoundary`; `invalidBoundary`.
    package init(contentType: ArraySlice<UInt8>?) throws(MultipartError) {
        guard let contentType, let type = ContentType(contentType.span), type.essence == "multipart/form-data" else {
            throw .notMultipart
        }
        guard let boundary = type.parameter("boundary") else { throw .missingBoundary }
        try self.init(boundary)
    }

    /// Whether a byte is one of `bchars`.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "'")...UInt8(ascii: ")"), UInt8(ascii: "+")...UInt8(ascii: "/"), UInt8(ascii: ":"),
            UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "_"), Byte.space:
            true
        default: ASCII.isLetterOrDigit(byte)
        }
    }
}
