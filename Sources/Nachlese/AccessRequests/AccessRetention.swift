import Codecs
import SQLite

/// When requests for access are forgotten.
enum AccessRetention {
    /// Seconds after the decision: 90 days.
    static let decided: Int64 = 90 * 86_400
    /// Seconds after which one is forgotten that nobody decided on: 180 days.
    static let open: Int64 = 180 * 86_400
    /// Seconds between the notice to the office and that, at least: 14 days.
    static let notice: Int64 = 14 * 86_400

    /// Seconds for which it is known that a mail about a request went out: as long as the request.
    static let mails = decided

    /// Whether the office has to know that a request is about to be forgotten.
    static func isNoticeDue(_ request: AccessRequest, now: Timestamp) -> Bool {
        request.state == .open && now.seconds(since: request.createdAt) >= open - notice
    }

    /// When an open request is forgotten, if the office is told now.
    static func end(of request: AccessRequest, now: Timestamp) -> Timestamp {
        max(request.createdAt + open, (request.noticedAt ?? now) + notice)
    }

    /// Forgets what has been kept long enough.
    ///
    /// - Returns: how many were decided, and how many were open.
    static func forget(now: Timestamp, in transaction: borrowing Transaction) throws -> (decided: Int, open: Int) {
        let decided = try transaction.run(
            "DELETE FROM access_request WHERE state <> 'open' AND decided_at <= ?", now + -AccessRetention.decided)
        let open = try transaction.run(
            "DELETE FROM access_request WHERE state = 'open' AND created_at <= ? AND noticed_at <= ?",
            now + -AccessRetention.open, now + -notice)
        try transaction.run(
            """
            DELETE FROM mail
            WHERE kind IN ('request-received', 'request-declined', 'requests-announced', 'requests-waiting')
                AND state <> 'waiting' AND created_at <= ?
            """, now + -mails)
        return (decided, open)
    }
}
