/// Why a form with files could not be taken in; nothing of it is left on the disk.
package enum FormUploadError: Error, Hashable {
    /// What is larger than allowed.
    package enum Excess: Sendable, Hashable {
        case body, file, files, text, texts
    }

    /// The body is no form as it should be: 415, 413 for too many parts, or 400.
    case malformed(MultipartError)
    /// The content's framing breaks a rule.
    case refused(RequestError)
    /// More than ``FormUploadLimits`` allow: 413.
    case tooLarge(Excess)
    /// The client was too slow: 408.
    case tooSlow
    /// The client is gone; no answer will reach it.
    case disconnected
    /// The file could not be written: 507 where there is no room, 503 or 500.
    case storage(FileWriteError)

    init(_ failure: RequestContent.Failure) {
        self =
            switch failure {
            case .refused(.bodyTooLarge), .refused(.contentLengthOverflow): .tooLarge(.body)
            case .refused(let error): .refused(error)
            case .timedOut: .tooSlow
            case .disconnected: .disconnected
            }
    }

    /// The status to answer with.
    package var status: Status {
        switch self {
        case .malformed(let error): error.status
        case .refused(let error): error.status
        case .tooLarge: .contentTooLarge
        case .tooSlow: .requestTimeout
        case .disconnected: .badRequest
        case .storage(let error): error.status
        }
    }
}

extension FormUploadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let error): error.description
        case .refused(let error): error.description
        case .tooLarge(.body): "the content is too large"
        case .tooLarge(.file): "a file is too large"
        case .tooLarge(.files): "there are too many files"
        case .tooLarge(.text): "a text is too long"
        case .tooLarge(.texts): "the texts are too long together"
        case .tooSlow: "the content did not come fast enough"
        case .disconnected: "the client is gone"
        case .storage(let error): error.description
        }
    }
}
