/// A moment: whole seconds since 1970-01-01 00:00 UTC, as the database stores it.
package struct Timestamp: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (one: Timestamp, other: Timestamp) -> Bool {
        one.rawValue < other.rawValue
    }

    /// The moment so many seconds later, held at the ends of the range instead of trapping.
    package static func + (moment: Timestamp, seconds: Int64) -> Timestamp {
        let (sum, overflow) = moment.rawValue.addingReportingOverflow(seconds)
        return Timestamp(rawValue: overflow ? (seconds > 0 ? .max : .min) : sum)
    }

    /// The moment so much later, in whole seconds.
    package static func + (moment: Timestamp, time: Duration) -> Timestamp { moment + time.components.seconds }

    /// The moment so much earlier, in whole seconds.
    package static func - (moment: Timestamp, time: Duration) -> Timestamp { moment + -time.components.seconds }

    /// The seconds from `earlier` to this moment, held at the ends of the range instead of trapping.
    package func seconds(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = rawValue.subtractingReportingOverflow(earlier.rawValue)
        return overflow ? (rawValue > earlier.rawValue ? .max : .min) : difference
    }
}

extension Duration {
    package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }

    /// Days of 24 hours.
    package static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
