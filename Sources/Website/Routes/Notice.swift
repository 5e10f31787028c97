/// What was just done, or was not, told on the page that follows: it travels as `?notice=…`.
enum Notice: String, Sendable {
    case signedOut = "signed-out"
    case passwordSet = "password-set"
    case sessionsEnded = "sessions-ended"
    case detailsSaved = "details-saved"
    /// The session was over when it was sent.
    case passwordNotSet = "password-not-set"
    case sessionsNotEnded = "sessions-not-ended"

    /// Whether it is for somebody who is not signed in.
    var isForGuests: Bool {
        switch self {
        case .signedOut, .passwordNotSet, .sessionsNotEnded: true
        case .passwordSet, .sessionsEnded, .detailsSaved: false
        }
    }
}
