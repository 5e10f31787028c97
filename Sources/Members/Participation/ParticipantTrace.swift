import Codecs
import SQLite

/// What is known of a participant's way, from which their stage follows.
struct ParticipantTrace {
    /// The newest mail with credentials.
    struct Mail {
        /// As the outbox stores it.
        enum State: String, DatabaseValue {
            case waiting
            case handedOver = "handed-over"
            case undeliverable
            case bounced
        }

        var state: State
        var createdAt: Timestamp
        var handedOverAt: Timestamp?
        var bouncedAt: Timestamp?
        var reason: String?
    }

    var admittedAt: Timestamp
    var mail: Mail?
    /// When the newest initial password was made.
    var passwordMadeAt: Timestamp?
    var signedInAt: Timestamp?
    var ownPasswordAt: Timestamp?
    var wantedFiles: Int
    var completedFiles: Int
    var lastCompletedAt: Timestamp?

    /// The furthest stage, and since when.
    ///
    /// A module without a file for the admitted is completed by nobody.
    var stage: (ParticipationStage, since: Timestamp) {
        if let lastCompletedAt, wantedFiles > 0, completedFiles >= wantedFiles { return (.complete, lastCompletedAt) }
        if let ownPasswordAt { return (.ownPassword, ownPasswordAt) }
        if let signedInAt { return (.signedIn, signedInAt) }
        guard let mail else { return passwordMadeAt.map { (.handedOut, $0) } ?? (.listed, admittedAt) }
        return switch mail.state {
        case .waiting: (.waiting, mail.createdAt)
        case .undeliverable: (.undeliverable, mail.createdAt)
        case .bounced: (.bounced, mail.bouncedAt ?? mail.createdAt)
        case .handedOver: (.mailed, mail.handedOverAt ?? mail.createdAt)
        }
    }
}
