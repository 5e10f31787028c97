import Members
import Nachlese
import Secrets

/// A living session together with what its browser holds.
struct SignedInSession {
    let session: Session
    let token: SessionToken

    var formToken: FormToken { FormToken(for: token) }

    /// Whether its owner may do nothing before they have chosen a password of their own.
    func mustChoosePassword(_ settings: Settings) -> Bool {
        settings.ownPassword == .required && session.credential == .initial
    }
}
