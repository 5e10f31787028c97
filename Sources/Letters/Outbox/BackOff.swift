import Codecs

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
