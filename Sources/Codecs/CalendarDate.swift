/// A day of the years 1 to 9999, without a time zone, as people write it and the database stores it.
package struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let date: CivilDate

    package var year: Int { date.year }
    package var month: Int { date.month }
    package var day: Int { date.day }

    /// A day that exists, or nil.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), let date = CivilDate(year: year, month: month, day: day) else { return nil }
        self.date = date
    }

    /// Reads `2017-02-02`, `2.2.2017` and `02.02.2017`.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        let isISO = bytes.contains(UInt8(ascii: "-"))
        let separator = isISO ? UInt8(ascii: "-") : UInt8(ascii: ".")
        let parts = bytes.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let numbers: [Int] = parts.compactMap { $0.count <= 4 ? ASCII.number($0) : nil }
        guard numbers.count == 3 else { return nil }
        if isISO {
            guard parts.map(\.count) == [4, 2, 2] else { return nil }
            self.init(year: numbers[0], month: numbers[1], day: numbers[2])
        } else {
            guard parts[0].count <= 2, parts[1].count <= 2, parts[2].count == 4 else { return nil }
            self.init(year: numbers[2], month: numbers[1], day: numbers[0])
        }
    }

    /// The day that is `days` after 1970-01-01, or nil outside of the years 1 to 9999.
    package init?(daysSince1970 days: Int64) {
        guard (-719_162...2_932_896).contains(days) else { return nil }
        date = CivilDate(daysSince1970: days)
    }

    package var daysSince1970: Int64 { date.daysSince1970 }

    /// ISO 8601, as it is stored: `2017-02-02`.
    package var description: String { date.description }

    package static func < (one: CalendarDate, other: CalendarDate) -> Bool { one.date < other.date }
}

extension CalendarDate: RawRepresentable {
    package var rawValue: String { description }

    package init?(rawValue: String) {
        self.init(rawValue)
    }
}
