/// Why octets are no answer of a mail server.
package enum SMTPReplyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No three-digit code of RFC 5321 section 4.2.1 at the begin of a line, or something else than a blank, a hyphen or
    /// the line's end behind it.
    case noCode
    /// The lines of one answer have different codes.
    case differentCodes
    /// A CR without LF, or the other way round.
    case bareLineEnd
    /// A line of more than ``SMTPReplyReader/longestLine`` octets.
    case lineTooLong
    /// More than ``SMTPReplyReader/mostLines`` lines, or more than ``SMTPReplyReader/largest`` octets in all.
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
