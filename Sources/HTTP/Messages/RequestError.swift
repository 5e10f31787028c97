/// A rule that a request broke, one case per rule.
///
/// After any of them the end of the message is unknown or not worth finding: answer once, then close.
package enum RequestError: Error, Hashable, CaseIterable {
    // The request line
    case emptyLines
    case requestLineTooLong
    case malformedRequestLine
    case malformedVersion
    case unsupportedVersion
    case unknownMethod
    case tunnelNotOffered
    // The target
    case invalidTarget
    case targetFormNotAllowed
    case userInformation
    case badPercentEscape
    case encodedSlash
    case backslash
    case controlByteInPath
    case invalidUTF8
    case dotSegment
    // Lines and fields
    case bareCarriageReturn
    case bareLineFeed
    case controlByte
    case obsoleteFold
    case missingColon
    case spaceBeforeColon
    case emptyFieldName
    case invalidFieldName
    case headTooLarge
    case tooManyFields
    // Host and expectation
    case missingHost
    case repeatedHost
    case invalidHost
    case hostMismatch
    case unknownExpectation
    // Framing
    case invalidContentLength
    case repeatedContentLength
    case contentLengthOverflow
    case lengthAndTransferEncoding
    case transferEncodingInHTTP10
    case malformedTransferEncoding
    case unknownTransferCoding
    // Time
    case headTimeout
    case noRoom
    // Content
    case bodyTooLarge
    case malformedChunkSize
    case chunkSizeTooLong
    case malformedChunkExtension
    case chunkExtensionTooLong
    case malformedChunk
    case malformedTrailer
    case trailerTooLong
}

extension RequestError {
    /// The status to answer with.
    package var status: Status {
        switch self {
        case .requestLineTooLong: .uriTooLong
        case .unsupportedVersion: .httpVersionNotSupported
        case .unknownMethod, .tunnelNotOffered, .unknownTransferCoding: .notImplemented
        case .headTooLarge, .tooManyFields, .trailerTooLong: .requestHeaderFieldsTooLarge
        case .unknownExpectation: .expectationFailed
        case .headTimeout: .requestTimeout
        case .noRoom: .serviceUnavailable
        case .contentLengthOverflow, .bodyTooLarge: .contentTooLarge
        default: .badRequest
        }
    }

    /// Whether the connection must be closed after the answer: always, since no error leaves a sure place to go on.
    package var closes: Bool { true }

    /// Where the rule stands.
    package var section: String {
        switch self {
        case .emptyLines, .bareCarriageReturn, .bareLineFeed: "RFC 9112 section 2.2"
        case .requestLineTooLong, .malformedRequestLine: "RFC 9112 section 3"
        case .malformedVersion: "RFC 9112 section 2.3"
        case .unsupportedVersion: "RFC 9110 section 15.6.6"
        case .unknownMethod: "RFC 9110 section 9.1"
        case .tunnelNotOffered: "RFC 9110 section 9.3.6"
        case .invalidTarget, .targetFormNotAllowed: "RFC 9112 section 3.2"
        case .userInformation: "RFC 9110 section 4.2.4"
        case .badPercentEscape: "RFC 3986 section 2.1"
        case .encodedSlash, .backslash, .controlByteInPath: "RFC 3986 section 7.3"
        case .invalidUTF8: "RFC 3986 section 2.5"
        case .dotSegment: "RFC 3986 section 5.2.4"
        case .controlByte: "RFC 9110 section 5.5"
        case .obsoleteFold: "RFC 9112 section 5.2"
        case .missingColon, .spaceBeforeColon: "RFC 9112 section 5.1"
        case .emptyFieldName, .invalidFieldName: "RFC 9110 section 5.1"
        case .headTooLarge, .tooManyFields: "RFC 6585 section 5"
        case .missingHost, .repeatedHost, .invalidHost: "RFC 9112 section 3.2"
        case .hostMismatch: "RFC 9112 section 3.2.2"
        case .unknownExpectation: "RFC 9110 section 10.1.1"
        case .invalidContentLength, .contentLengthOverflow: "RFC 9110 section 8.6"
        case .repeatedContentLength: "RFC 9112 section 6.3"
        case .lengthAndTransferEncoding, .transferEncodingInHTTP10, .malformedTransferEncoding,
            .unknownTransferCoding:
            "RFC 9112 section 6.1"
        case .headTimeout: "RFC 9110 section 15.5.9"
        case .noRoom: "RFC 9110 section 15.6.4"
        case .bodyTooLarge: "RFC 9110 section 15.5.14"
        case .malformedChunkSize, .chunkSizeTooLong, .malformedChunk: "RFC 9112 section 7.1"
        case .malformedChunkExtension, .chunkExtensionTooLong: "RFC 9112 section 7.1.1"
        case .malformedTrailer, .trailerTooLong: "RFC 9112 section 7.1.2"
        }
    }
}

extension RequestError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .emptyLines: "more than one empty line before the request line"
        case .requestLineTooLong: "the request line is too long"
        case .malformedRequestLine: "the request line is not method, target and version with one space between"
        case .malformedVersion: "the version is not HTTP/digit.digit"
        case .unsupportedVersion: "only HTTP/1.0 and HTTP/1.1 are spoken here"
        case .unknownMethod: "the method is not known"
        case .tunnelNotOffered: "there is no tunnel to anywhere"
        case .invalidTarget: "the target holds an octet that no URI may hold"
        case .targetFormNotAllowed: "the method does not take this form of target"
        case .userInformation: "the target names a user"
        case .badPercentEscape: "a percent sign is not followed by two hexadecimal digits"
        case .encodedSlash: "the path holds an encoded slash"
        case .backslash: "the path holds a backslash"
        case .controlByteInPath: "the path holds a control octet"
        case .invalidUTF8: "the decoded path is not UTF-8"
        case .dotSegment: "the path holds a dot segment"
        case .bareCarriageReturn: "a carriage return is not followed by a line feed"
        case .bareLineFeed: "a line ends without a carriage return"
        case .controlByte: "the head holds a control octet"
        case .obsoleteFold: "a field line begins with a blank"
        case .missingColon: "a field line has no colon"
        case .spaceBeforeColon: "a blank stands before the colon"
        case .emptyFieldName: "a field has no name"
        case .invalidFieldName: "a field name is not a token"
        case .headTooLarge: "the head is too large"
        case .tooManyFields: "there are too many fields"
        case .missingHost: "Host is missing"
        case .repeatedHost: "Host is there more than once"
        case .invalidHost: "the host is not valid"
        case .hostMismatch: "Host and target name different hosts"
        case .unknownExpectation: "only 100-continue may be expected"
        case .invalidContentLength: "Content-Length is not a plain number"
        case .repeatedContentLength: "Content-Length is there more than once"
        case .contentLengthOverflow: "Content-Length is beyond every limit"
        case .lengthAndTransferEncoding: "Content-Length and Transfer-Encoding together"
        case .transferEncodingInHTTP10: "Transfer-Encoding in HTTP/1.0"
        case .malformedTransferEncoding: "Transfer-Encoding is not chunked alone"
        case .unknownTransferCoding: "a transfer coding is not known"
        case .headTimeout: "the head did not come in time"
        case .noRoom: "there are too many connections"
        case .bodyTooLarge: "the content is too large"
        case .malformedChunkSize: "a chunk size is not hexadecimal"
        case .chunkSizeTooLong: "a chunk size has too many digits"
        case .malformedChunkExtension: "a chunk extension is not name or name=value behind a semicolon"
        case .chunkExtensionTooLong: "chunk extensions are too long"
        case .malformedChunk: "a chunk does not end where its size says"
        case .malformedTrailer: "the trailer section is malformed"
        case .trailerTooLong: "the trailer section is too long"
        }
    }
}
