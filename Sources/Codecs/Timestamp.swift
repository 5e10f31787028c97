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

    /// ISO 8601 in UTC, for programs: `2026-03-10T17:00:00Z`.
    package var iso: String {
        let day = rawValue >= 0 ? rawValue / 86_400 : (rawValue - 86_399) / 86_400
        guard let date = CalendarDate(daysSince1970: day) else { return "" }
        let second = rawValue - day * 86_400
        let parts = [second / 3600, second / 60 % 60, second % 60].map { ASCII.padded($0, to: 2) }
        return "\(date)T\(parts.joined(separator: ":"))Z"
    }

    /// Day and time as the clock on the wall in Germany shows them, for people: `2026-03-10 18:00`.
    package var local: String {
        guard let time = LocalTime(self) else { return "" }
        let parts = [time.hour, time.minute].map { ASCII.padded($0, to: 2) }
        return "\(time.date) \(parts.joined(separator: ":"))"
    }
}

extension Duration {
    package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }

    /// Days of 24 hours.
    package static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
