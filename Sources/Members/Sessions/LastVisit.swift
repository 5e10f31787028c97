package import Codecs
package import SQLite

/// When a member was here before, so that they can be shown what came since then.
///
/// A visit is a run of requests, on whatever device, and ends when nothing was asked for three hours. So what is new
/// stays marked as new while somebody looks around, reloads a page or signs in once more, and is old on the next day.
/// Only two moments of an account are kept: the last request, as accurately as sessions note their use, and the last one
/// of the visit before.
package enum LastVisit {
    /// Seconds without a request that end a visit.
    package static let pause: Int64 = 3 * 3600

    /// The end of the visit before the one that goes on now; nil while there was only one.
    ///
    /// Right also for a request that begins a visit and is not noted yet.
    package static func end(of account: Account.ID, now: Timestamp, in database: Database) throws -> Timestamp? {
        let found: Timestamp?? = try database.first(
            """
            SELECT CASE WHEN last_seen_at <= ? THEN last_seen_at ELSE previous_visit_at END FROM account WHERE id = ?
            """, now + -pause, account)
        return found ?? nil
    }

    /// Notes that a member is here.
    static func note(_ account: Account.ID, now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE account SET
                previous_visit_at = CASE WHEN last_seen_at <= ? THEN last_seen_at ELSE previous_visit_at END,
                last_seen_at = ?
            WHERE id = ? AND (last_seen_at IS NULL OR last_seen_at < ?)
            """, now + -pause, now, account, now)
    }
}
