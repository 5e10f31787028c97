import Codecs
import TestSupport
import Testing

struct LocalTimeTests {
    @Test(
        "follows Central European Time and its changes",
        arguments: [
            // The last second of winter and the first of summer time 2026, and back again.
            (1_774_745_999, "2026-03-29", 1, 59, 3600, 7), (1_774_746_000, "2026-03-29", 3, 0, 7200, 7),
            (1_792_889_999, "2026-10-25", 2, 59, 7200, 7), (1_792_890_000, "2026-10-25", 2, 0, 3600, 7),
            (1_486_036_800, "2017-02-02", 13, 0, 3600, 4), (0, "1970-01-01", 1, 0, 3600, 4),
            (-1, "1970-01-01", 0, 59, 3600, 4), (1_483_225_200, "2017-01-01", 0, 0, 3600, 7),
        ])
    func converts(seconds: Int64, day: String, hour: Int, minute: Int, offset: Int, weekday: Int) throws {
        let local = try LocalTime(Timestamp(rawValue: seconds)).unwrapped()
        #expect(local.date.description == day)
        #expect(local.hour == hour && local.minute == minute)
        #expect(local.secondsFromUTC == offset)
        #expect(local.weekday == weekday)
    }

    @Test("knows where its calendar ends")
    func ends() {
        #expect(LocalTime(Timestamp(rawValue: .max)) == nil)
        #expect(LocalTime(Timestamp(rawValue: .min)) == nil)
    }

    @Test(
        "a day ends one second before the next begins",
        arguments: ["2017-02-02", "2026-03-28", "2026-03-29", "2026-10-25"])
    func endOfDay(day: String) throws {
        let date = try CalendarDate(day).unwrapped()
        let end = LocalTime.end(of: date)
        #expect(LocalTime(end)?.date == date)
        #expect(LocalTime(end + 1)?.date == CalendarDate(daysSince1970: date.daysSince1970 + 1))
        #expect(LocalTime(end).map { [$0.hour, $0.minute, $0.second] } == [23, 59, 59])
    }

    @Test("writes times as people do")
    func writes() {
        let moment = Timestamp(rawValue: 1_773_162_000)
        #expect(DateText.dayAndTime(moment, .german) == "Dienstag, 10. März 2026, 18:00 Uhr")
        #expect(DateText.dayAndTime(moment, .english) == "Tuesday, 10 March 2026, 18:00")
        #expect(DateText.dayAndTime(Timestamp(rawValue: .max), .german) == "–")
    }
}
