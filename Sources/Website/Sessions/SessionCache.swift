internal import Nachlese
internal import SQLite

/// The sessions that a worker looked up, for as long as the database has not changed.
///
/// Not shared: each worker has its own.
struct SessionCache {
    private static let capacity = 4096

    private var sessions: [[UInt8]: Session] = [:]
    /// When a session's use was last noted by this worker.
    private var noted: [[UInt8]: Timestamp] = [:]

    mutating func removeAll() {
        if !sessions.isEmpty { sessions.removeAll(keepingCapacity: true) }
    }

    /// The living session of a digest.
    mutating func find(_ digest: [UInt8], now: Timestamp, in database: Database) throws -> Session? {
        if let known = sessions[digest], now < known.validUntil { return known }
        guard let session = try Session.find(digest, now: now, in: database) else { return nil }
        if sessions.count >= SessionCache.capacity { sessions.removeAll(keepingCapacity: true) }
        sessions[digest] = session
        return session
    }

    /// Whether the use of a session is to be noted now; says so once in each interval.
    mutating func needsTouch(_ session: Session, now: Timestamp) -> Bool {
        guard session.needsTouch(at: now) else { return false }
        if let last = noted[session.digest], now.seconds(since: last) < Session.touchInterval { return false }
        if noted.count >= SessionCache.capacity { noted.removeAll() }
        noted[session.digest] = now
        return true
    }
}
