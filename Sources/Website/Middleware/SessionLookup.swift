import Codecs
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

/// Finds out who asks, and remembers the sessions for as long as the database has not changed.
///
/// Not shared: each worker has its own.
final class SessionLookup {
    private let cookie: SessionCookie
    private let reader: StoreReader
    private let uses: SessionUses
    private var sessions = SecondChanceCache<DigestKey, Session>(capacity: 4096)
    /// When a session's use was last noted by this worker.
    private var noted = SecondChanceCache<DigestKey, Timestamp>(capacity: 4096)

    init(cookie: SessionCookie, reader: StoreReader, uses: SessionUses) {
        self.cookie = cookie
        self.reader = reader
        self.uses = uses
    }

    /// Forgets what a change of the database may have changed.
    func removeAll() {
        sessions.removeAll()
    }

    /// The first cookie that belongs to a living session counts.
    ///
    /// - Returns: that session; whether the browser believes to be signed in and is not.
    func find(_ head: RequestHead, now: Timestamp) throws -> (session: SignedInSession?, isOver: Bool) {
        let tokens = cookie.tokens(head)
        for token in tokens {
            guard let session = try find(token.digest, now: now) else { continue }
            noteUse(of: session, now: now)
            return (SignedInSession(session: session, token: token), false)
        }
        return (nil, !tokens.isEmpty)
    }

    /// Has the use of a session written down, once in each interval.
    func noteUse(of session: Session, now: Timestamp) {
        guard session.needsTouch(at: now) else { return }
        let key = DigestKey(session.digest)
        if let last = noted.find(key), now.seconds(since: last) < Session.touchInterval { return }
        noted.keep(now, for: key)
        uses.note(session.digest, at: now)
    }

    private func find(_ digest: [UInt8], now: Timestamp) throws -> Session? {
        let key = DigestKey(digest)
        if let known = sessions.find(key), now < known.validUntil { return known }
        guard let session = try Session.find(digest, now: now, in: reader.database) else { return nil }
        sessions.keep(session, for: key)
        return session
    }
}
