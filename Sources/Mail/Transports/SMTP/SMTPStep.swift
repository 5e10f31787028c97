/// What a mail server answers to, which decides what its answer means.
package enum SMTPStep: Sendable, Hashable {
    case greeting
    case hello
    case startTLS
    case signIn
    case reset
    case sender
    case recipient
    /// DATA, and the message itself.
    case message
}
