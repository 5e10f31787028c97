package import Codecs
import Mail
package import SQLite

/// Mails held back together because the service that takes them over is out of reach.
///
/// They are known by what an outage leaves alone: they were tried, but no attempt is counted.
extension OutboxMail {
    /// Delays mails that are due by the same time, or gives up those that were tried for too long.
    ///
    /// `only`: this one; nil: all that are due.
    /// - Returns: how many wait, and which were given up.
    /// - Throws: `SQLiteError`.
    static func holdBack(
        until next: Timestamp, only: ID?, because error: MailDeliveryError, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> (count: Int, givenUp: [ID]) {
        let status = error.meaning?.description
        try transaction.run(
            """
            UPDATE mail SET first_attempt_at = coalesce(first_attempt_at, ?), status = ?, last_error = ?
            WHERE state = 'waiting' AND next_attempt_at <= ? AND (? IS NULL OR id = ?)
            """, now, status, error.description, now, only, only)
        let givenUp: [ID] = try transaction.database.all(
            """
            SELECT id FROM mail WHERE state = 'waiting' AND next_attempt_at <= ? AND (? IS NULL OR id = ?)
                AND first_attempt_at <= ?
            ORDER BY created_at, rowid
            """, now, only, only, now + -BackOff.patience)
        for id in givenUp {
            try transaction.run(
                """
                UPDATE mail SET state = 'undeliverable', sealed = NULL, next_attempt_at = NULL WHERE id = ?
                """, id)
        }
        let count = try transaction.run(
            """
            UPDATE mail SET next_attempt_at = ?
            WHERE state = 'waiting' AND next_attempt_at <= ? AND (? IS NULL OR id = ?)
            """, next, now, only, only)
        return (count, givenUp)
    }

    /// Begins patience anew for mails that nobody tried although they were due: the machine was off, or its clock jumped.
    ///
    /// Time in which nothing was tried says nothing about a mail, and must not cost it.
    static func forgiveStandstill(now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE mail SET first_attempt_at = NULL
            WHERE state = 'waiting' AND first_attempt_at IS NOT NULL AND next_attempt_at <= ?
            """, now + -BackOff.standstill)
    }

    /// Whether there is such a mail.
    static func hasStandstill(now: Timestamp, in database: Database) throws -> Bool {
        try database.exists(
            """
            SELECT 1 FROM mail WHERE state = 'waiting' AND first_attempt_at IS NOT NULL AND next_attempt_at <= ? LIMIT 1
            """, now + -BackOff.standstill)
    }

    /// The service answers again: what was held back is due.
    ///
    /// - Returns: how many mails these are.
    @discardableResult
    package static func release(now: Timestamp, in transaction: borrowing Transaction) throws -> Int {
        try transaction.run(
            """
            UPDATE mail SET next_attempt_at = ?
            WHERE state = 'waiting' AND attempts = 0 AND first_attempt_at IS NOT NULL AND next_attempt_at > ?
            """, now, now)
    }
}
