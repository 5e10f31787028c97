/// A moment as people in Germany read it from the clock: Central European Time with its summer time.
///
/// The rule is Directive 2000/84/EC: summer time runs from the last Sunday of March to the last Sunday of
/// October, changing at 01:00 UTC. It is computed here, so that no time zone file and no environment decides.
package struct LocalTime: Equatable, Sendable {
    package let date: CalendarDate
    package let hour: Int
    package let minute: Int
    package let second: Int
    /// 3600 in winter, 7200 in summer.
    package let secondsFromUTC: Int
    /// 1 is Monday, 7 is Sunday, as in ISO 8601.
    package let weekday: Int

    /// The local time of a moment; nil outside of the years 1 to 9999.
    package init?(_ moment: Timestamp) {
        guard let year = CalendarDate(daysSince1970: moment.rawValue.flooredDivision(by: 86_400))?.year,
            let start = LocalTime.change(month: 3, year: year), let end = LocalTime.change(month: 10, year: year)
        else { return nil }
        let offset = start <= moment && moment < end ? 7200 : 3600
        let shifted = (moment + Int64(offset)).rawValue
        let days = shifted.flooredDivision(by: 86_400)
        guard let date = CalendarDate(daysSince1970: days) else { return nil }
        let secondOfDay = Int(shifted - days * 86_400)
        self.date = date
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        secondsFromUTC = offset
        weekday = CivilDate.weekday(daysSince1970: days)
    }

    /// The last second of a local day, for "valid until" settings that name a day.
    package static func end(of date: CalendarDate) -> Timestamp {
        let midnight = Timestamp(rawValue: (date.daysSince1970 + 1) * 86_400 - 1)
        // The end of a day never falls into the hour of a change, so the offset an hour earlier is right.
        let offset = LocalTime(midnight + -7200)?.secondsFromUTC ?? 3600
        return midnight + Int64(-offset)
    }

    /// The last Sunday of a month at 01:00 UTC.
    private static func change(month: Int, year: Int) -> Timestamp? {
        guard let last = CalendarDate(year: year, month: month, day: 31)?.daysSince1970 else { return nil }
        return Timestamp(rawValue: (last - Int64(CivilDate.weekday(daysSince1970: last) % 7)) * 86_400 + 3600)
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
