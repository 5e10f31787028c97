import Codecs
import Letters
import Platform
package import SQLite

/// Tells the office of requests for access, brings those up again that wait, and forgets what was kept long enough.
///
/// New ones are gathered for some minutes, so that many become one mail. A request is noted as told in the transaction
/// that writes the mail: a kill in between leads to one mail and never to two.
package struct AccessRequestNotifier: Sendable {
    private let mailer: Mailer

    /// Works with the settings, the key and the clock of its mailer.
    package init(mailer: Mailer) {
        self.mailer = mailer
    }

    /// What a round did.
    package struct Report: Sendable, Equatable {
        /// New requests of which the office was told.
        package var announced = 0
        /// Requests that were brought up again.
        package var reminded = 0
        package var forgottenDecided = 0
        package var forgottenOpen = 0
        /// Requests that are about to be forgotten, and no address of the office is set to tell of it.
        package var untold = 0

        /// Whether nothing happened.
        package var isEmpty: Bool { self == Report() }
    }

    /// Does what is due; a look that finds nothing costs some microseconds and writes nothing.
    ///
    /// - Returns: nil where nothing was due.
    /// - Throws: `SQLiteError`, what `Mailer` throws; nothing was done then.
    package func round(with writer: Writer) async throws -> Report? {
        guard try await writer.read({ try isSomethingDue(in: $0) }) else { return nil }
        return try await writer.write { try round(in: $0) }
    }

    /// Whether a round would do something.
    func isSomethingDue(in database: Database) throws -> Bool {
        let now = mailer.clock.now
        return try database.value(
            """
            SELECT (? AND EXISTS (SELECT 1 FROM access_request WHERE state = 'open' AND (announced_at IS NULL
                    AND created_at <= ? OR max(announced_at, coalesce(reminded_at, 0)) <= ?)))
                OR EXISTS (SELECT 1 FROM access_request WHERE state = 'open' AND noticed_at IS NULL AND created_at <= ?)
                OR EXISTS (SELECT 1 FROM access_request WHERE state <> 'open' AND decided_at <= ?)
                OR EXISTS (SELECT 1 FROM access_request WHERE state = 'open' AND created_at <= ? AND noticed_at <= ?)
                OR EXISTS (SELECT 1 FROM automatic_answer WHERE created_at <= ?)
            """, mailer.settings.office.email != nil, gatheredBefore(now), remindedBefore(now),
            noticedBefore(now), now + -AccessRetention.decided,
            now + -AccessRetention.open, now + -AccessRetention.notice, now + -86_400)
    }

    /// Does what is due.
    func round(in transaction: borrowing Transaction) throws -> Report {
        let now = mailer.clock.now
        var report = Report()
        report.announced = try announce(now: now, in: transaction)
        (report.reminded, report.untold) = try remind(now: now, in: transaction)
        (report.forgottenDecided, report.forgottenOpen) = try AccessRetention.forget(now: now, in: transaction)
        try transaction.run("DELETE FROM automatic_answer WHERE created_at <= ?", now + -86_400)
        return report
    }

    /// All new ones as soon as the first has waited long enough.
    private func announce(now: Timestamp, in transaction: borrowing Transaction) throws -> Int {
        let new = try AccessRequest.all(.open, in: transaction.database).filter { $0.announcedAt == nil }
        guard let first = new.first, first.createdAt <= gatheredBefore(now),
            try tell(.announced(new), in: transaction)
        else { return 0 }
        try transaction.run(
            "UPDATE access_request SET announced_at = ? WHERE state = 'open' AND announced_at IS NULL", now)
        return new.count
    }

    /// All that have waited for long, with those that will have tomorrow.
    private func remind(now: Timestamp, in transaction: borrowing Transaction) throws -> (reminded: Int, untold: Int) {
        let open = try AccessRequest.all(.open, in: transaction.database)
        func isDue(_ request: AccessRequest, before limit: Timestamp) -> Bool {
            if request.noticedAt == nil, AccessRetention.isNoticeDue(request, now: now) { return true }
            return [request.announcedAt, request.remindedAt].compactMap(\.self).max().map { $0 <= limit } ?? false
        }
        guard open.contains(where: { isDue($0, before: remindedBefore(now)) }) else { return (0, 0) }
        let waiting = open.filter { isDue($0, before: remindedBefore(now) + 43_200) }
        let mailed = try tell(.waiting(waiting), in: transaction)
        for request in waiting where mailed {
            try transaction.run("UPDATE access_request SET reminded_at = ? WHERE id = ?", now, request.id)
        }
        let noticed = try transaction.run(
            "UPDATE access_request SET noticed_at = ? WHERE state = 'open' AND noticed_at IS NULL AND created_at <= ?",
            now, noticedBefore(now))
        return mailed ? (waiting.count, 0) : (0, noticed)
    }

    /// Whether there is an office to be told.
    private func tell(_ notice: AccessNotice, in transaction: borrowing Transaction) throws -> Bool {
        let settings = mailer.settings
        guard let office = settings.office.email else { return false }
        try mailer.post(notice, to: office, language: settings.officeLanguage, in: transaction)
        return true
    }

    private func gatheredBefore(_ now: Timestamp) -> Timestamp {
        now - mailer.settings.announcementDelay
    }

    private func remindedBefore(_ now: Timestamp) -> Timestamp {
        now - mailer.settings.reminderDelay
    }

    private func noticedBefore(_ now: Timestamp) -> Timestamp {
        now + -(AccessRetention.open - AccessRetention.notice)
    }
}
