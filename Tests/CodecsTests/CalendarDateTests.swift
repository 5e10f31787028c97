import Codecs
import TestSupport
import Testing

struct CalendarDateTests {
    @Test(
        "reads ISO and German days",
        arguments: [
            ("2017-02-02", "2017-02-02"), ("2.2.2017", "2017-02-02"), ("02.02.2017", "2017-02-02"),
            ("2016-02-29", "2016-02-29"), ("2000-02-29", "2000-02-29"), ("31.12.9999", "9999-12-31"),
            ("0001-01-01", "0001-01-01"),
        ])
    func reads(typed: String, expected: String) {
        #expect(CalendarDate(typed)?.description == expected)
    }

    @Test(
        "refuses what is no day",
        arguments: [
            "", "2017", "2017-2-2", "2017-13-01", "2017-02-29", "1900-02-29", "30.02.2016", "0.1.2017", "2017-00-10",
            "1.1.17", "+2017-01-01", "2017-01-01 ", "２０１７-02-02", "10000-01-01", "99999999999999999999-01-01", "..",
        ])
    func refuses(typed: String) {
        #expect(CalendarDate(typed) == nil)
    }

    @Test("counts days both ways over all years")
    func countsDays() throws {
        #expect(CalendarDate("1970-01-01")?.daysSince1970 == 0)
        #expect(CalendarDate("2017-02-02")?.daysSince1970 == 17_199)
        var previous = try CalendarDate("0001-01-01").unwrapped()
        for days in -719_161...2_932_896 where days % 97 == 0 || days < -719_000 {
            let date = try CalendarDate(daysSince1970: Int64(days)).unwrapped()
            #expect(date.daysSince1970 == Int64(days))
            #expect(previous < date || previous == date)
            previous = date
        }
        #expect(CalendarDate(daysSince1970: 2_932_897) == nil)
        #expect(CalendarDate(daysSince1970: -719_163) == nil)
        #expect(CalendarDate(daysSince1970: .max) == nil)
    }
}
