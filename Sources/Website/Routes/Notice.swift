/// What was just done, told on the page that follows: it travels as `?notice=…`.
enum Notice: String, Sendable {
    case signedOut = "signed-out"
    case passwordSet = "password-set"
    case sessionsEnded = "sessions-ended"
}
