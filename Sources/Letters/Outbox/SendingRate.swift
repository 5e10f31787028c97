import Codecs
import SQLite

/// How many mails may go out in a minute and in a day.
///
/// What went out is counted in the database, by all processes together, so that neither a restart nor a second process
/// begins anew.
package struct SendingRate: Sendable, Equatable {
    /// Mails in any 60 seconds, at most; nil: no bound.
    package let perMinute: Int?

    /// Mails in any 24 hours, at most; nil: no bound.
    package let perDay: Int?

    /// No bound at all, for mails that only become files.
    package static let unbounded = SendingRate(perMinute: nil, perDay: nil)

    /// Takes the bounds; anything below 1 is none.
    package init(perMinute: Int?, perDay: Int?) {
        self.perMinute = perMinute.flatMap { $0 > 0 ? $0 : nil }
        self.perDay = perDay.flatMap { $0 > 0 ? $0 : nil }
    }

    /// From when on the next mail may go out; nil: now.
    func pauseEnd(now: Timestamp, in database: Database) throws -> Timestamp? {
        let ends = try [(perMinute, Int64(60)), (perDay, 86_400)].compactMap { most, span in
            try most.flatMap { try SendingRate.end(of: span, most: $0, now: now, in: database) }
        }
        return ends.max()
    }

    /// When the oldest of the newest `most` mails leaves the span; nil when there are fewer in it.
    ///
    /// Mails handed over in the future, before the clock was put back, do not count.
    private static func end(
        of span: Int64, most: Int, now: Timestamp, in database: Database
    ) throws -> Timestamp? {
        let oldest: Timestamp? = try database.first(
            """
            SELECT handed_over_at FROM mail WHERE handed_over_at > ? AND handed_over_at <= ?
            ORDER BY handed_over_at DESC LIMIT 1 OFFSET ?
            """, now + -span, now, most - 1)
        return oldest.map { $0 + span }
    }
}

/// When a mail that was not taken is tried again: after 1, 5, 15 and 60 minutes, then every four hours, for two days.
enum BackOff {
    private static let pauses: [Int64] = [60, 300, 900, 3600]
    private static let longestPause: Int64 = 4 * 3600

    /// Seconds after the first attempt from which on an attempt that fails was the last one.
    static let patience: Int64 = 2 * 86_400

    /// Seconds a mail was due without being tried, after which it was this program that stood still, and not the mail.
    static let standstill: Int64 = 12 * 3600

    /// Seconds until the next attempt at a mail that was refused so many times for the time being, this time included.
    static func pause(afterAttempts attempts: Int) -> Int64 {
        pauses.indices.contains(attempts - 1) ? pauses[attempts - 1] : attempts < 1 ? pauses[0] : longestPause
    }

    /// Seconds until the next attempt where the service has not answered since so many seconds.
    ///
    /// The same rhythm, told from the time alone, so that nothing need be counted for mails that were not tried.
    static func pause(afterSilence seconds: Int64) -> Int64 {
        var end: Int64 = 0
        for pause in pauses {
            end += pause
            if seconds < end { return pause }
        }
        return longestPause
    }

    /// Whether a mail first tried at that moment is given up when it fails now.
    static func isOver(since first: Timestamp, now: Timestamp) -> Bool {
        now.seconds(since: first) >= patience
    }
}
