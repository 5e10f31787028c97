package import Codecs
import Mail
package import SQLite

extension OutboxMail {
    /// It is tried now: durable before anything leaves, so that a full disk is noticed while nothing has gone out.
    ///
    /// - Returns: since when it is tried; nil when it waits no more.
    func markTried(now: Timestamp, in transaction: borrowing Transaction) throws -> Timestamp? {
        let changed = try transaction.run(
            """
            UPDATE mail SET first_attempt_at = coalesce(first_attempt_at, ?) WHERE id = ? AND state = 'waiting'
            """, now, id)
        return changed == 1 ? firstAttemptAt ?? now : nil
    }

    /// The transport has it; the content is forgotten here.
    static func markHandedOver(_ id: ID, now: Timestamp, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE mail SET state = 'handed-over', sealed = NULL, next_attempt_at = NULL, handed_over_at = ?,
                attempts = attempts + 1, status = NULL, last_error = NULL
            WHERE id = ? AND state = 'waiting'
            """, now, id)
    }

    /// It did not work this time.
    func markDelayed(until next: Timestamp, because error: MailDeliveryError, in transaction: borrowing Transaction)
        throws
    {
        try transaction.run(
            """
            UPDATE mail SET attempts = attempts + 1, next_attempt_at = ?, status = ?, last_error = ?
            WHERE id = ? AND state = 'waiting'
            """, next, error.meaning?.description, error.description, id)
    }

    /// It will never work.
    func markUndeliverable(because error: MailDeliveryError, in transaction: borrowing Transaction) throws {
        try transaction.run(
            """
            UPDATE mail SET state = 'undeliverable', sealed = NULL, next_attempt_at = NULL, attempts = attempts + 1,
                status = ?, last_error = ?
            WHERE id = ? AND state = 'waiting'
            """, error.meaning?.description, error.description, id)
    }

    /// It came back, also where nobody knew yet that it had gone out.
    ///
    /// - Returns: whether it was waiting or handed over before.
    func markBounced(
        status: EnhancedStatusCode?, because reason: String, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE mail SET state = 'bounced', sealed = NULL, next_attempt_at = NULL, bounced_at = ?,
                handed_over_at = coalesce(handed_over_at, ?), status = ?, last_error = ?
            WHERE id = ? AND state IN ('waiting', 'handed-over')
            """, now, now, status?.description, reason, id) == 1
    }

    /// Takes back a mail that nobody has begun to hand over.
    ///
    /// - Returns: whether nobody gets it.
    package static func withdraw(_ id: ID, in transaction: borrowing Transaction) throws -> Bool {
        try transaction.run(
            "DELETE FROM mail WHERE id = ? AND state = 'waiting' AND first_attempt_at IS NULL", id) == 1
    }

    /// A waiting mail is tried as soon as anybody hands over.
    ///
    /// - Returns: whether it waits.
    package static func retry(_ id: ID, now: Timestamp, in transaction: borrowing Transaction) throws -> Bool {
        try forgiveStandstill(now: now, in: transaction)
        return try transaction.run(
            "UPDATE mail SET next_attempt_at = min(next_attempt_at, ?) WHERE id = ? AND state = 'waiting'", now, id)
            == 1
    }

    /// The same for all that wait, but for those held so that they can be taken back.
    ///
    /// - Returns: how many there are.
    package static func retryAll(now: Timestamp, in transaction: borrowing Transaction) throws -> Int {
        try forgiveStandstill(now: now, in: transaction)
        return try transaction.run(
            """
            UPDATE mail SET next_attempt_at = min(next_attempt_at, ?)
            WHERE state = 'waiting' AND (first_attempt_at IS NOT NULL OR next_attempt_at <= ?)
            """, now, now)
    }
}

extension MailDeliveryError {
    /// What the server said in the terms of RFC 3463, or what its reply code means in them.
    var meaning: EnhancedStatusCode? {
        status ?? replyCode.flatMap { EnhancedStatusCode(meaningOf: $0) }
    }
}
