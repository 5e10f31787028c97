/// A time with the offset of the place where it was written: `date-time` of RFC 5322 section 3.3.
package struct MailDate: Sendable, Hashable {
    /// Seconds since 1970-01-01 00:00:00 UTC.
    package let unixSeconds: Int64

    /// Minutes that the local time is ahead of UTC.
    package let offsetMinutes: Int

    /// Takes a time and an offset, or answers `nil` outside what the header can say.
    ///
    /// - Parameters:
    ///   - unixSeconds: Seconds since 1970; the local year must be 1900 to 9999.
    ///   - offsetSeconds: Seconds ahead of UTC, less than a day either way; a broken minute is cut off.
    package init?(unixSeconds: Int64, offsetSeconds: Int = 0) {
        let day = 86_400
        guard (1 - day..<day).contains(offsetSeconds) else { return nil }
        let years: ClosedRange<Int64> = -2_208_988_800...253_402_300_799
        let offsetMinutes = offsetSeconds / 60
        let (local, overflow) = unixSeconds.addingReportingOverflow(Int64(offsetMinutes * 60))
        guard !overflow, years.contains(local) else { return nil }
        self.unixSeconds = unixSeconds
        self.offsetMinutes = offsetMinutes
    }
}

extension MailDate: CustomStringConvertible {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The date as the header has it: `Tue, 10 Mar 2026 18:00:00 +0100`.
    package var description: String {
        let local = Int(unixSeconds) + offsetMinutes * 60
        // Days since 1900-01-01, a Monday; never negative in the range admitted.
        let days = (local + 2_208_988_800) / 86_400
        let second = (local + 2_208_988_800) % 86_400
        let (year, month, day) = Self.civil(daysSince1900: days)
        let zone = abs(offsetMinutes)
        return Self.weekdays[(days + 1) % 7] + ", \(Self.padded(day)) \(Self.months[month]) \(year) "
            + "\(Self.padded(second / 3600)):\(Self.padded(second / 60 % 60)):\(Self.padded(second % 60)) "
            + (offsetMinutes < 0 ? "-" : "+") + Self.padded(zone / 60) + Self.padded(zone % 60)
    }

    /// Year, month from 0, day from 1 in the Gregorian calendar.
    private static func civil(daysSince1900: Int) -> (year: Int, month: Int, day: Int) {
        // A whole 400 years have the same number of days wherever they start: count from 1600, so that the
        // leap century comes first.
        var rest = daysSince1900 + 109_573
        var year = 1600 + rest / 146_097 * 400
        rest %= 146_097
        while rest >= length(ofYear: year) {
            rest -= length(ofYear: year)
            year += 1
        }
        var month = 0
        while rest >= length(ofMonth: month, in: year) {
            rest -= length(ofMonth: month, in: year)
            month += 1
        }
        return (year, month, rest + 1)
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func length(ofYear year: Int) -> Int { isLeap(year) ? 366 : 365 }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month]
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
