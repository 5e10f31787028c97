import Codecs
import Testing

struct CivilDateTests {
    @Test(
        arguments: [
            (0, "1970-01-01"), (-1, "1969-12-31"), (17_199, "2017-02-02"), (11_016, "2000-02-29"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"), (-719_468, "0000-03-01"), (-719_162, "0001-01-01"), (2_932_896, "9999-12-31"),
            (2_932_897, "10000-01-01"),
        ] as [(Int64, String)])
    func `a number of days is a day`(days: Int64, text: String) {
        #expect(CivilDate(daysSince1970: days).description == text)
    }

    @Test func `days are counted one by one both ways over more than a cycle`() {
        var previous = CivilDate(daysSince1970: -900_001)
        for days in Int64(-900_000)...100_000 {
            let date = CivilDate(daysSince1970: days)
            let isNext =
                date.day == previous.day + 1 && date.month == previous.month && date.year == previous.year
                || date.day == 1 && previous.day == CivilDate.length(ofMonth: previous.month, year: previous.year)
                    && (date.month == previous.month + 1 && date.year == previous.year
                        || date.month == 1 && previous.month == 12 && date.year == previous.year + 1)
            guard isNext, date.daysSince1970 == days, previous < date else {
                Issue.record("\(date) after \(previous)")
                return
            }
            previous = date
        }
    }

    @Test func `only days that exist are taken`() {
        #expect(CivilDate(year: 2016, month: 2, day: 29) != nil)
        #expect(CivilDate(year: 2000, month: 2, day: 29) != nil)
        for (year, month, day) in [
            (2017, 2, 29), (1900, 2, 29), (2017, 0, 1), (2017, 13, 1), (2017, 4, 31), (2017, 1, 0), (2017, 1, 32),
        ] {
            #expect(CivilDate(year: year, month: month, day: day) == nil)
        }
    }

    @Test func `Monday is the first day of the week`() {
        #expect(CivilDate(year: 2017, month: 2, day: 2)?.weekday == 4)
        #expect(CivilDate(year: 2026, month: 3, day: 8)?.weekday == 7)
        #expect(CivilDate(year: 1900, month: 1, day: 1)?.weekday == 1)
        #expect(CivilDate.weekday(daysSince1970: 0) == 4)
    }
}
