import Mail
import Testing

struct MailDateTests {
    @Test(
        arguments: [
            (0, 0, "Thu, 01 Jan 1970 00:00:00 +0000"),
            (-1, 0, "Wed, 31 Dec 1969 23:59:59 +0000"),
            (1_773_162_000, 3600, "Tue, 10 Mar 2026 18:00:00 +0100"),
            (1_486_033_200, 3600, "Thu, 02 Feb 2017 12:00:00 +0100"),
            (951_782_400, 0, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (951_868_800, 0, "Wed, 01 Mar 2000 00:00:00 +0000"),
            (1_709_251_199, 0, "Thu, 29 Feb 2024 23:59:59 +0000"),
            (4_107_542_400, 0, "Mon, 01 Mar 2100 00:00:00 +0000"),
            (4_107_542_399, 0, "Sun, 28 Feb 2100 23:59:59 +0000"),
            (-2_203_891_200, 0, "Thu, 01 Mar 1900 00:00:00 +0000"),
            (-2_208_988_800, 0, "Mon, 01 Jan 1900 00:00:00 +0000"),
            (253_402_300_799, 0, "Fri, 31 Dec 9999 23:59:59 +0000"),
            (0, -1800, "Wed, 31 Dec 1969 23:30:00 -0030"),
            (0, -34_200, "Wed, 31 Dec 1969 14:30:00 -0930"),
            (0, 20_700, "Thu, 01 Jan 1970 05:45:00 +0545"),
            (0, 59, "Thu, 01 Jan 1970 00:00:00 +0000"),
            (0, -59, "Thu, 01 Jan 1970 00:00:00 +0000"),
            (0, 86_399, "Thu, 01 Jan 1970 23:59:00 +2359"),
        ] as [(Int64, Int, String)])
    func `writes the time of the place`(seconds: Int64, offset: Int, text: String) {
        #expect(MailDate(unixSeconds: seconds, offsetSeconds: offset)?.description == text)
    }

    @Test(
        arguments: [
            (-2_208_988_801, 0), (253_402_300_800, 0), (-2_208_988_800, -60), (253_402_300_799, 60), (Int64.max, 0),
            (Int64.max, 3600), (Int64.min, 0), (Int64.min, -3600), (0, 86_400), (0, -86_400), (0, Int.max),
            (0, Int.min),
        ] as [(Int64, Int)])
    func `refuses what four digits cannot say, without a trap`(seconds: Int64, offset: Int) {
        #expect(MailDate(unixSeconds: seconds, offsetSeconds: offset) == nil)
    }
}
