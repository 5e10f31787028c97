import Codecs
import HTTP
import Members
import Nachlese
import SQLite
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

/// The sessions that a worker looked up, for as long as the database has not changed.
///
/// Not shared: each worker has its own.
struct SessionCache {
    private var sessions = SecondChanceCache<DigestKey, Session>(capacity: 4096)
    /// When a session's use was last noted by this worker.
    private var noted = SecondChanceCache<DigestKey, Timestamp>(capacity: 4096)

    mutating func removeAll() {
        sessions.removeAll()
    }

    /// The living session of a digest.
    mutating func find(_ digest: [UInt8], now: Timestamp, in database: Database) throws -> Session? {
        let key = DigestKey(digest)
        if let known = sessions.find(key), now < known.validUntil { return known }
        guard let session = try Session.find(digest, now: now, in: database) else { return nil }
        sessions.keep(session, for: key)
        return session
    }

    /// Whether the use of a session is to be noted now; says so once in each interval.
    mutating func needsTouch(_ session: Session, now: Timestamp) -> Bool {
        guard session.needsTouch(at: now) else { return false }
        let key = DigestKey(session.digest)
        if let last = noted.find(key), now.seconds(since: last) < Session.touchInterval { return false }
        noted.keep(now, for: key)
        return true
    }
}
