/// Puts answers of a mail server together from bytes as they come, whatever the pieces (RFC 5321 section 4.2).
///
/// It keeps at most one answer of bounded size and refuses what is none. After an error it is of no more use, and neither
/// is the connection.
package struct SMTPReplyReader: Sendable {
    /// Bytes of a line without its end; RFC 5321 section 4.5.3.1.5 grants 510, some servers take more.
    package static let longestLine = 2000
    package static let mostLines = 100
    /// Bytes of all lines of an answer.
    package static let largest = 32 << 10

    private var line: [UInt8] = []
    private var hasReturn = false
    private var size = 0
    private var code: Int?
    private var status: EnhancedStatusCode?
    private var lines: [String] = []

    /// A reader at the begin of an answer.
    package init() {}

    /// Whether a part of an answer has been read.
    package var isInside: Bool { !line.isEmpty || hasReturn || code != nil }

    /// Reads up to the end of an answer or of the bytes.
    ///
    /// - Parameters:
    ///   - bytes: What came.
    ///   - position: Where to begin; afterwards, the first byte that was not read.
    /// - Returns: The answer, nil when its end has not come yet.
    /// - Throws: What is wrong with the bytes.
    package mutating func next(
        in bytes: [UInt8], at position: inout Int
    ) throws(SMTPReplyError) -> SMTPReply? {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if hasReturn {
                guard byte == UInt8(ascii: "\n") else { throw .bareLineEnd }
                hasReturn = false
                if let reply = try endLine() { return reply }
                continue
            }
            switch byte {
            case UInt8(ascii: "\r"): hasReturn = true
            case UInt8(ascii: "\n"): throw .bareLineEnd
            default:
                guard line.count < Self.longestLine else { throw .lineTooLong }
                line.append(byte)
                try checkBegin()
            }
        }
        return nil
    }

    /// Refuses what cannot become an answer any more at its first wrong byte.
    private func checkBegin() throws(SMTPReplyError) {
        let byte = line[line.count - 1]
        let range: ClosedRange<UInt8>
        switch line.count {
        case 1: range = UInt8(ascii: "2")...UInt8(ascii: "5")
        case 2: range = UInt8(ascii: "0")...UInt8(ascii: "5")
        case 3: range = UInt8(ascii: "0")...UInt8(ascii: "9")
        case 4:
            guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") else { throw .noCode }
            return
        default: return
        }
        guard range.contains(byte) else { throw .noCode }
    }

    private mutating func endLine() throws(SMTPReplyError) -> SMTPReply? {
        defer { line.removeAll(keepingCapacity: true) }
        guard line.count >= 3 else { throw .noCode }
        let number = line[..<3].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard code == nil || code == number else { throw .differentCodes }
        size += line.count
        guard lines.count < Self.mostLines, size <= Self.largest else { throw .tooLarge }
        append(text: line.dropFirst(4), of: number)
        code = number
        if line.count > 3, line[3] == UInt8(ascii: "-") { return nil }
        let reply = SMTPReply(code: number, status: status, lines: lines)
        self = SMTPReplyReader()
        return reply
    }

    /// Takes a line's text, its status apart (RFC 2034 section 4: every line may have one).
    private mutating func append(text: ArraySlice<UInt8>, of code: Int) {
        let blank = UInt8(ascii: " ")
        let word = text.prefix { $0 != blank }
        let found = EnhancedStatusCode(String(decoding: word, as: UTF8.self))
        guard let found, found.class.rawValue == code / 100 else {
            lines.append(String(decoding: text, as: UTF8.self))
            return
        }
        if lines.isEmpty { status = found }
        lines.append(String(decoding: text[word.endIndex...].drop { $0 == blank }, as: UTF8.self))
    }
}

/// Why bytes are no answer of a mail server.
package enum SMTPReplyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No three-digit code of RFC 5321 section 4.2.1 at the begin of a line, or something else than a blank, a hyphen or
    /// the line's end behind it.
    case noCode
    /// The lines of one answer have different codes.
    case differentCodes
    /// A CR without LF, or the other way round.
    case bareLineEnd
    /// A line of more than ``SMTPReplyReader/longestLine`` bytes.
    case lineTooLong
    /// More than ``SMTPReplyReader/mostLines`` lines, or more than ``SMTPReplyReader/largest`` bytes in all.
    case tooLarge

    package var description: String {
        switch self {
        case .noCode: "a line without a reply code"
        case .differentCodes: "an answer with two reply codes"
        case .bareLineEnd: "a line that ends wrongly"
        case .lineTooLong: "a line that is too long"
        case .tooLarge: "an answer that is too long"
        }
    }
}
