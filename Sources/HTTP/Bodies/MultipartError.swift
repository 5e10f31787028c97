/// Why a `multipart/form-data` body could not be read; always the client's fault.
package enum MultipartError: Error, Hashable, CaseIterable {
    /// The content is of another type: 415.
    case notMultipart
    case missingBoundary
    case invalidBoundary
    case preambleTooLong
    case epilogueTooLong
    case paddingTooLong
    /// Something else than blanks and CRLF behind a boundary.
    case malformedDelimiter
    /// More parts than allowed: 413.
    case tooManyParts
    case headTooLong
    case tooManyFields
    case malformedHead
    case missingDisposition
    case invalidDisposition
    case missingName
    /// A name is not UTF-8, or a text is not or holds NUL.
    case invalidUTF8
    case invalidContentType
    case nestedMultipart
    case unknownTransferEncoding
    case unknownCharset
    /// The content ended before the final boundary.
    case truncated

    /// The status to answer with.
    package var status: Status {
        switch self {
        case .notMultipart: .unsupportedMediaType
        case .tooManyParts: .contentTooLarge
        default: .badRequest
        }
    }

    /// Where the rule stands.
    package var section: String {
        switch self {
        case .notMultipart, .truncated: "RFC 7578 section 4"
        case .missingBoundary, .invalidBoundary, .preambleTooLong, .epilogueTooLong, .paddingTooLong,
            .malformedDelimiter, .headTooLong, .tooManyFields, .malformedHead:
            "RFC 2046 section 5.1.1"
        case .missingDisposition, .invalidDisposition, .missingName: "RFC 7578 section 4.2"
        case .tooManyParts, .nestedMultipart: "RFC 7578 section 4.3"
        case .invalidContentType: "RFC 7578 section 4.4"
        case .invalidUTF8: "RFC 7578 section 5.1"
        case .unknownCharset: "RFC 7578 section 4.6"
        case .unknownTransferEncoding: "RFC 7578 section 4.7"
        }
    }
}

extension MultipartError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notMultipart: "the content is not multipart/form-data"
        case .missingBoundary: "Content-Type names no boundary"
        case .invalidBoundary: "the boundary is not 1 to 70 of the characters allowed"
        case .preambleTooLong: "too much stands before the first boundary"
        case .epilogueTooLong: "too much stands behind the final boundary"
        case .paddingTooLong: "too many blanks stand behind a boundary"
        case .malformedDelimiter: "a boundary's line does not end behind it"
        case .tooManyParts: "there are too many parts"
        case .headTooLong: "the head of a part is too long"
        case .tooManyFields: "a part has too many fields"
        case .malformedHead: "the head of a part is malformed"
        case .missingDisposition: "a part has not exactly one Content-Disposition"
        case .invalidDisposition: "the Content-Disposition of a part is not form-data with well-formed parameters"
        case .missingName: "a part has no name"
        case .invalidUTF8: "a name or text is not UTF-8 without NUL"
        case .invalidContentType: "the Content-Type of a part is malformed"
        case .nestedMultipart: "a part is multipart itself"
        case .unknownTransferEncoding: "a part is encoded for mail"
        case .unknownCharset: "a text is not in UTF-8"
        case .truncated: "the final boundary is missing"
        }
    }
}
