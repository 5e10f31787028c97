internal import Codecs

/// Takes the chunked transfer coding apart (RFC 9112 section 7.1): a pure value that never copies data.
///
/// Strict: CRLF everywhere, no blank around a size but before an extension, everything bounded. Extensions (section
/// 7.1.1) and trailers (7.1.2) are checked for form and dropped.
package struct ChunkedDecoder: Sendable {
    /// What the next bytes are.
    package enum Event: Sendable, Equatable {
        /// Content, at this place of the bytes that were given.
        case data(Range<Int>)
        /// All bytes are used up and the content is not complete.
        case needMore
        /// The content is complete; `position` stands at the first byte behind it.
        case end
    }

    fileprivate enum State: Sendable {
        case size, sizeEnd
        case beforeExtension, extensionStart, extensionName, afterName
        case valueStart, tokenValue, quotedValue, quotedPair, afterQuotes
        case data, dataCarriageReturn, dataLineFeed
        case lineStart, trailerName, trailerValue, trailerEnd, lastLineFeed
        case done
    }

    private static let mostDigits = 15
    private static let mostExtensionBytes = 4_096
    private static let mostTrailerBytes = 8_192

    private var state = State.size
    private var remaining: Int64 = 0
    private var digits = 0
    private var allowance: Int64
    private var extensionBytes = 0
    private var trailerBytes = 0

    /// Makes a decoder that refuses more than `limit` bytes of content, before they are read.
    package init(limit: Int64) {
        allowance = max(limit, 0)
    }

    /// Reads on from `position` of `bytes` and moves it behind what was used.
    ///
    /// Call until `.needMore` (then again with fresh bytes and a position in them) or `.end`.
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
            let byte = bytes[position]
            position += 1
            switch state.part {
            case .frame: try readFrame(byte)
            case .chunkExtension: try readExtension(byte)
            case .trailer: try readTrailer(byte)
            }
        }
        return state == .done ? .end : .needMore
    }

    private mutating func readFrame(_ byte: UInt8) throws(RequestError) {
        switch state {
        case .size:
            if let digit = Hex.value(of: byte) {
                guard digits < Self.mostDigits else { throw .chunkSizeTooLong }
                digits += 1
                remaining = remaining << 4 | Int64(digit)
            } else {
                guard digits > 0 else { throw .malformedChunkSize }
                guard remaining <= allowance else { throw .bodyTooLarge }
                switch byte {
                case Byte.carriageReturn: state = .sizeEnd
                case UInt8(ascii: ";"): state = .extensionStart
                case Byte.space, Byte.tab: state = .beforeExtension
                default: throw .malformedChunkSize
                }
            }
        case .sizeEnd:
            guard byte == Byte.lineFeed else { throw .malformedChunk }
            allowance -= remaining
            state = remaining == 0 ? .lineStart : .data
            digits = 0
        case .dataCarriageReturn:
            guard byte == Byte.carriageReturn else { throw .malformedChunk }
            state = .dataLineFeed
        default:
            guard byte == Byte.lineFeed else { throw .malformedChunk }
            state = .size
        }
    }

    private mutating func readTrailer(_ byte: UInt8) throws(RequestError) {
        trailerBytes += 1
        guard trailerBytes <= Self.mostTrailerBytes else { throw .trailerTooLong }
        switch state {
        case .lineStart:
            if byte == Byte.carriageReturn {
                state = .lastLineFeed
            } else {
                guard Byte.isToken(byte) else { throw .malformedTrailer }
                state = .trailerName
            }
        case .trailerName:
            if byte == UInt8(ascii: ":") {
                state = .trailerValue
            } else {
                guard Byte.isToken(byte) else { throw .malformedTrailer }
            }
        case .trailerValue:
            if byte == Byte.carriageReturn {
                state = .trailerEnd
            } else {
                guard !ASCII.isControl(byte) || byte == Byte.tab else { throw .malformedTrailer }
            }
        case .trailerEnd:
            guard byte == Byte.lineFeed else { throw .malformedTrailer }
            state = .lineStart
        default:
            guard byte == Byte.lineFeed else { throw .malformedTrailer }
            state = .done
        }
    }

    /// Reads `*( BWS ";" BWS name [ BWS "=" BWS value ] )`; what it says does not matter here, its form does.
    private mutating func readExtension(_ byte: UInt8) throws(RequestError) {
        extensionBytes += 1
        guard extensionBytes <= Self.mostExtensionBytes else { throw .chunkExtensionTooLong }
        guard let next = state.extensionState(behind: byte) else { throw .malformedChunkExtension }
        state = next
    }
}

extension ChunkedDecoder.State {
    /// What a byte in this state belongs to.
    fileprivate enum Part { case frame, chunkExtension, trailer }

    fileprivate var part: Part {
        switch self {
        case .beforeExtension, .extensionStart, .extensionName, .afterName, .valueStart, .tokenValue, .quotedValue,
            .quotedPair, .afterQuotes:
            .chunkExtension
        case .lineStart, .trailerName, .trailerValue, .trailerEnd, .lastLineFeed: .trailer
        case .size, .sizeEnd, .data, .dataCarriageReturn, .dataLineFeed, .done: .frame
        }
    }

    /// The state behind one more byte of the extensions; `nil` when it must not stand there.
    fileprivate func extensionState(behind byte: UInt8) -> Self? {
        let isBlank = ASCII.isBlank(byte)
        let isToken = Byte.isToken(byte)
        let isText = !ASCII.isControl(byte) || byte == Byte.tab
        var end: Self? { byte == UInt8(ascii: ";") ? .extensionStart : byte == Byte.carriageReturn ? .sizeEnd : nil }
        return switch self {
        case .beforeExtension: isBlank ? self : byte == UInt8(ascii: ";") ? .extensionStart : nil
        case .extensionStart: isBlank ? self : isToken ? .extensionName : nil
        case .extensionName: isToken ? self : isBlank ? .afterName : byte == UInt8(ascii: "=") ? .valueStart : end
        case .afterName:
            isBlank
                ? self : byte == UInt8(ascii: "=") ? .valueStart : byte == UInt8(ascii: ";") ? .extensionStart : nil
        case .valueStart: isBlank ? self : isToken ? .tokenValue : byte == Byte.quote ? .quotedValue : nil
        case .tokenValue: isToken ? self : isBlank ? .beforeExtension : end
        case .quotedValue:
            byte == Byte.quote ? .afterQuotes : byte == Byte.backslash ? .quotedPair : isText ? self : nil
        case .quotedPair: isText ? .quotedValue : nil
        case .afterQuotes: isBlank ? .beforeExtension : end
        default: nil
        }
    }
}
