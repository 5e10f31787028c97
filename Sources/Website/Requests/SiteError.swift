import Catalogue
import HTTP

/// Why a request is not answered with what it asked for; turned into a page in one place.
enum SiteError: Error {
    /// There is no such thing, or it may not be known.
    case notFound
    /// It was there once.
    ///
    /// `from`: the published module that it was a part of, if there is one.
    case withdrawn(from: Slug?)
    /// Somebody is signed in who was not admitted to this module.
    case notAdmitted(Slug)
    /// Nobody is signed in; afterwards it goes on there. The notice tells what was not done for that.
    case signInNeeded(next: String, notice: Notice? = nil)
    /// The session was over when this form was sent: what was typed is kept until they are signed in again.
    case sessionOver(Form)
    /// A password of their own is needed first; afterwards it goes on there.
    case ownPasswordNeeded(next: ReturnTarget)
    case wrongMethod(allowed: [Method])
    /// The form came from another site.
    case foreignForm
    /// The form was not made for this session.
    case staleForm
    case malformed
    /// The content breaks a rule of HTTP.
    case invalid(RequestError)
    case wrongContentType
    case tooLarge
    case timedOut
    /// The request is meant for another host.
    case misdirected
}

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
