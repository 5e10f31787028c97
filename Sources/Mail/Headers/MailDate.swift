import Codecs

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
        let local = unixSeconds + Int64(offsetMinutes * 60)
        let days = (local >= 0 ? local : local - 86_399) / 86_400
        let second = local - days * 86_400
        let date = CivilDate(daysSince1970: days)
        func padded(_ number: some BinaryInteger) -> String { ASCII.padded(number, to: 2) }
        let zone = abs(offsetMinutes)
        return Self.weekdays[date.weekday % 7]
            + ", \(padded(date.day)) \(Self.months[date.month - 1]) \(date.year) "
            + "\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60)) "
            + (offsetMinutes < 0 ? "-" : "+") + padded(zone / 60) + padded(zone % 60)
    }
}
