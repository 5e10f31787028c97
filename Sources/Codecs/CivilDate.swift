/// A day of the proleptic Gregorian calendar, without a time zone, by arithmetic alone.
package struct CivilDate: Hashable, Comparable, Sendable {
    /// Year 0 is 1 BC.
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to 31.
    package let day: Int

    /// A day that exists, or nil.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, year: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    // The calendar repeats every 400 years of 146 097 days. Counting years from March puts the leap day last, so that
    // the days before a month are (153 × months since March + 2) / 5; 719 468 days lie between 1 March of the year 0
    // and 1 January 1970.

    /// The day that is so many days after 1970-01-01, within 10¹⁵ days either way.
    package init(daysSince1970 days: Int64) {
        let sinceMarch = days + 719_468
        let cycle = (sinceMarch >= 0 ? sinceMarch : sinceMarch - 146_096) / 146_097
        let dayOfCycle = sinceMarch - cycle * 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
        day = Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1)
        year = Int(cycle * 400 + yearOfCycle) + (month <= 2 ? 1 : 0)
    }

    /// Days after 1970-01-01, negative before it.
    package var daysSince1970: Int64 {
        let marchYear = Int64(month > 2 ? year : year - 1)
        let cycle = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfCycle = marchYear - cycle * 400
        let marchMonth = Int64((month + 9) % 12)
        let dayOfYear = (153 * marchMonth + 2) / 5 + Int64(day) - 1
        return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }

    /// 1 is Monday, 7 is Sunday, as in ISO 8601.
    package var weekday: Int { Self.weekday(daysSince1970: daysSince1970) }

    /// The weekday of the day that is so many days after 1970-01-01, a Thursday: 1 is Monday, 7 is Sunday.
    package static func weekday(daysSince1970 days: Int64) -> Int {
        Int(((days + 3) % 7 + 7) % 7) + 1
    }

    /// How many days a month has; `month` is 1 to 12.
    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func < (one: CivilDate, other: CivilDate) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }
}

extension CivilDate: CustomStringConvertible {
    /// ISO 8601: `2017-02-02`.
    package var description: String {
        "\(ASCII.padded(year, to: 4))-\(ASCII.padded(month, to: 2))-\(ASCII.padded(day, to: 2))"
    }
}
