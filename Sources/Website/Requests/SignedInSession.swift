import Codecs
import HTTP
import Members
import Nachlese
import Secrets

/// A living session together with what its browser holds.
struct SignedInSession {
    let session: Session
    let token: SessionToken

    var formToken: FormToken { FormToken(for: token) }

    /// Makes sure that a form was made for this session.
    func check(_ form: Form) throws(SiteError) {
        guard isSource(of: form) else { throw .staleForm }
    }

    /// Whether a form was made for this session.
    func isSource(of form: Form) -> Bool { formToken.matches(form[FormToken.field]) }

    /// Whether its owner may do nothing before they have chosen a password of their own.
    func mustChoosePassword(_ settings: Settings) -> Bool {
        settings.ownPassword == .required && session.credential == .initial
    }
}

/// What a form of a signed-in page carries, and another site cannot know: bound to the session, gone with it.
///
/// HMAC-SHA-256 with the session's token as the key, so that nothing needs to be stored and the token itself is not in
/// the page.
struct FormToken {
    static let field = "token"

    let text: String

    init(for token: SessionToken) {
        text = Base64.url.encode(
            HMACSHA256.authenticate(Array("nachlese form".utf8), key: Array(token.reveal().utf8)))
    }

    /// Whether this is what was sent; takes the same time wherever it differs.
    func matches(_ sent: String?) -> Bool {
        guard let sent else { return false }
        return constantTimeEquals(Array(text.utf8), Array(sent.utf8))
    }
}
