/// Takes the chunked transfer coding apart (RFC 9112 section 7.1): a pure value that never copies data.
///
/// Strict: CRLF everywhere, no blank around a size but before an extension, everything bounded. Extensions and
/// trailers are checked for form and dropped.
package struct ChunkedDecoder: Sendable {
    /// What the next octets are.
    package enum Event: Sendable, Equatable {
        /// Content, at this place of the octets that were given.
        case data(Range<Int>)
        /// All octets are used up and the content is not complete.
        case needMore
        /// The content is complete; `position` stands at the first octet behind it.
        case end
    }

    fileprivate enum State: Sendable {
        case size, beforeExtension, chunkExtension, sizeEnd
        case data, dataCarriageReturn, dataLineFeed
        case lineStart, trailerName, trailerValue, trailerEnd, lastLineFeed
        case done
    }

    private static let mostDigits = 15
    private static let mostExtensionOctets = 4_096
    private static let mostTrailerOctets = 8_192

    private var state = State.size
    private var remaining: Int64 = 0
    private var digits = 0
    private var allowance: Int64
    private var extensionOctets = 0
    private var trailerOctets = 0

    /// Makes a decoder that refuses more than `limit` octets of content, before they are read.
    package init(limit: Int64) {
        allowance = max(limit, 0)
    }

    /// Reads on from `position` of `bytes` and moves it behind what was used.
    ///
    /// Call until `.needMore` (then again with fresh octets and a position in them) or `.end`.
    ///
    /// - Throws: The rule that is broken; the connection cannot go on.
    package mutating func next(in bytes: Span<UInt8>, at position: inout Int) throws(RequestError) -> Event {
        while position < bytes.count {
            if state == .done { return .end }
            if state == .data {
                let end = position + Int(clamping: min(remaining, Int64(bytes.count - position)))
                let range = position..<end
                remaining -= Int64(range.count)
                position = end
                if remaining == 0 { state = .dataCarriageReturn }
                return .data(range)
            }
            let octet = bytes[position]
            position += 1
            if state.isTrailer {
                try readTrailer(octet)
            } else {
                try readFrame(octet)
            }
        }
        return state == .done ? .end : .needMore
    }

    private mutating func readFrame(_ octet: UInt8) throws(RequestError) {
        switch state {
        case .size:
            if let digit = Octet.hexValue(octet) {
                guard digits < Self.mostDigits else { throw .chunkSizeTooLong }
                digits += 1
                remaining = remaining << 4 | Int64(digit)
            } else {
                guard digits > 0 else { throw .malformedChunkSize }
                guard remaining <= allowance else { throw .bodyTooLarge }
                switch octet {
                case Octet.carriageReturn: state = .sizeEnd
                case UInt8(ascii: ";"): state = .chunkExtension
                case Octet.space, Octet.tab: state = .beforeExtension
                default: throw .malformedChunkSize
                }
            }
        case .beforeExtension:
            try countExtension()
            if octet == UInt8(ascii: ";") {
                state = .chunkExtension
            } else if !Octet.isBlank(octet) {
                throw .malformedChunkSize
            }
        case .chunkExtension:
            try countExtension()
            if octet == Octet.carriageReturn {
                state = .sizeEnd
            } else {
                guard !Octet.isControl(octet) || octet == Octet.tab else { throw .malformedChunk }
            }
        case .sizeEnd:
            guard octet == Octet.lineFeed else { throw .malformedChunk }
            allowance -= remaining
            state = remaining == 0 ? .lineStart : .data
            digits = 0
        case .dataCarriageReturn:
            guard octet == Octet.carriageReturn else { throw .malformedChunk }
            state = .dataLineFeed
        default:
            guard octet == Octet.lineFeed else { throw .malformedChunk }
            state = .size
        }
    }

    private mutating func readTrailer(_ octet: UInt8) throws(RequestError) {
        trailerOctets += 1
        guard trailerOctets <= Self.mostTrailerOctets else { throw .trailerTooLong }
        switch state {
        case .lineStart:
            if octet == Octet.carriageReturn {
                state = .lastLineFeed
            } else {
                guard Octet.isToken(octet) else { throw .malformedTrailer }
                state = .trailerName
            }
        case .trailerName:
            if octet == UInt8(ascii: ":") {
                state = .trailerValue
            } else {
                guard Octet.isToken(octet) else { throw .malformedTrailer }
            }
        case .trailerValue:
            if octet == Octet.carriageReturn {
                state = .trailerEnd
            } else {
                guard !Octet.isControl(octet) || octet == Octet.tab else { throw .malformedTrailer }
            }
        case .trailerEnd:
            guard octet == Octet.lineFeed else { throw .malformedTrailer }
            state = .lineStart
        default:
            guard octet == Octet.lineFeed else { throw .malformedTrailer }
            state = .done
        }
    }

    private mutating func countExtension() throws(RequestError) {
        extensionOctets += 1
        guard extensionOctets <= Self.mostExtensionOctets else { throw .chunkExtensionTooLong }
    }
}

extension ChunkedDecoder.State {
    /// Whether the octet belongs to the trailer section.
    fileprivate var isTrailer: Bool {
        switch self {
        case .lineStart, .trailerName, .trailerValue, .trailerEnd, .lastLineFeed: true
        default: false
        }
    }
}
