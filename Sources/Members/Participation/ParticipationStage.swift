/// How far somebody got on the way to the slides of a module; a word that programs may rely on.
///
/// Each stands for the furthest that is known. Before the first sign-in the newest mail with credentials decides, since
/// it is the one that a person would look for.
package enum ParticipationStage: String, CaseIterable, Sendable {
    /// Admitted, and no credentials were ever mailed.
    case listed
    /// Without a mail; a password was printed and handed out otherwise.
    case handedOut = "handed-out"
    /// The mail is in the outbox and was not taken yet.
    case waiting
    /// No server will take the mail.
    case undeliverable
    /// The mail was taken, and came back.
    case bounced
    /// The mail was handed over for good.
    case mailed
    case signedIn = "signed-in"
    case ownPassword = "own-password"
    /// Every file of the module that is for the admitted was downloaded whole, in its present version.
    case complete

    /// Whether the person was never in.
    package var isPending: Bool {
        switch self {
        case .listed, .handedOut, .waiting, .undeliverable, .bounced, .mailed: true
        case .signedIn, .ownPassword, .complete: false
        }
    }
}
