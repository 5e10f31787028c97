import Codecs
import Members
import SQLite

/// The sessions that a worker looked up, for as long as the database has not changed.
///
/// Not shared: each worker has its own.
struct SessionCache {
    private var sessions = ClockCache<DigestKey, Session>(capacity: 4096)
    /// When a session's use was last noted by this worker.
    private var noted = ClockCache<DigestKey, Timestamp>(capacity: 4096)

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
