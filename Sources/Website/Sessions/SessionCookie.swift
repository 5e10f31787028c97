import HTTP
import Members
import Nachlese
import Secrets

/// The one cookie of the site: a session's token.
///
/// `__Host-nachlese` with `Secure`, so that no other host and no plain connection can plant or read it. On plain-HTTP
/// loopback, where browsers may refuse `Secure`, it is `nachlese` without.
struct SessionCookie: Sendable {
    let name: String
    private let isSecure: Bool

    init(_ address: PublicURL) {
        isSecure = address.isSecure || !address.isLoopback
        name = isSecure ? "__Host-nachlese" : "nachlese"
    }

    /// Every well-formed token that a browser sent, in its order.
    func tokens(_ head: RequestHead) -> [SessionToken] {
        guard head.first(.cookie) != nil else { return [] }
        return Cookies(head).values(named: name).prefix(8).compactMap { SessionToken($0) }
    }

    /// The field that hands out a session, for 30 days or until the browser closes.
    func set(_ token: SessionToken, isRemembered: Bool) throws(SetCookieError) -> String {
        try SetCookie(
            name: name, value: token.reveal(), maxAge: isRemembered ? Session.absoluteLimit : nil, isSecure: isSecure
        ).fieldValue
    }

    /// The field that takes it back.
    func clear() throws(SetCookieError) -> String {
        try SetCookie(name: name, value: "", maxAge: 0, isSecure: isSecure).fieldValue
    }
}
