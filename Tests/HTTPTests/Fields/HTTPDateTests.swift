import Testing

@testable import HTTP

struct HTTPDateTests {
    private let now: Int64 = 1_700_000_000

    private func parse(_ text: String) -> Int64? {
        HTTPDate.parse(bytes(text).span, near: now)
    }

    @Test(
        "Dates are written and read back",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (951_868_799, "Tue, 29 Feb 2000 23:59:59 GMT"),
            (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
            (1_486_047_600, "Thu, 02 Feb 2017 15:00:00 GMT"),
            (2_147_483_648, "Tue, 19 Jan 2038 03:14:08 GMT"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(Int64, String)])
    func fixedDates(_ seconds: Int64, _ text: String) {
        #expect(String(decoding: HTTPDate.format(seconds), as: UTF8.self) == text)
        #expect(parse(text) == seconds)
    }

    @Test("Every day of four centuries survives the round trip")
    func roundTrip() {
        for day in Int64(0)..<146_097 {
            let seconds = day * 86_400 + day % 86_400
            #expect(HTTPDate.parse(HTTPDate.format(seconds).span, near: now) == seconds)
        }
    }

    @Test(
        "The two old forms are read",
        arguments: [
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777),
            ("Sun Nov 16 08:49:37 1994", 784_975_777),
            ("Thursday, 02-Feb-17 15:00:00 GMT", 1_486_047_600),
            ("Tuesday, 01-Jan-74 00:00:00 GMT", 126_230_400),
            ("Monday, 01-Jan-73 00:00:00 GMT", 3_250_454_400),
            ("Fri, 30 Jun 2017 23:59:60 GMT", 1_498_867_200),
        ] as [(String, Int64)])
    func oldForms(_ text: String, _ seconds: Int64) {
        #expect(parse(text) == seconds)
    }

    @Test(
        "A two-digit year lies within 50 years from now, or before, across the centuries, too",
        arguments: [
            (915_148_800, "Friday, 01-Jan-49 00:00:00 GMT", 2_493_072_000),
            // More than 50 years ahead, so that it is 1949, which no file here is from.
            (915_148_800, "Sunday, 06-Nov-49 08:49:37 GMT", nil),
            (915_148_800, "Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            (915_148_800, "Sunday, 06-Nov-04 08:49:37 GMT", 1_099_730_977),
            (4_102_444_800, "Sunday, 06-Nov-94 08:49:37 GMT", 3_939_871_777),
            // Noon of 24 November 2026: to the second 50 years are not more than 50 years.
            (1_795_521_600, "Tuesday, 24-Nov-76 12:00:00 GMT", 3_373_444_800),
            (1_795_521_600, "Tuesday, 24-Nov-76 12:00:01 GMT", 217_684_801),
            (1_795_521_600, "Tuesday, 01-Dec-76 00:00:00 GMT", 218_246_400),
            (1_795_521_600, "Tuesday, 30-Oct-76 23:59:59 GMT", 3_371_327_999),
            (1_795_521_600, "Tuesday, 24-Nov-77 12:00:00 GMT", 249_220_800),
        ] as [(Int64, String, Int64?)])
    func centuries(_ reference: Int64, _ text: String, _ seconds: Int64?) {
        #expect(HTTPDate.parse(bytes(text).span, near: reference) == seconds)
    }

    @Test(
        "What is no date gives none",
        arguments: [
            "", "0", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 32 Jan 1994 08:49:37 GMT", "Sun, 00 Jan 1994 08:49:37 GMT",
            "Mon, 30 Feb 2017 08:49:37 GMT", "Tue, 29 Feb 1900 00:00:00 GMT", "Tue, 29 Feb 2001 00:00:00 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1969 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:60 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT", "Xyz, 06 Nov 1994 08:49:37 GMT", "Sun, 06-Nov-1994 08:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 CET", "Sun Nov  6 08:49:37 94 GM",
            "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, \u{B2}6 Nov 1994 08:49:37 GMT", "Sun,06 Nov 1994  08:49:37 GMT",
            "99999999999999999999999999999", ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,", "Sun Nov  6 08:49:37 0000",
        ])
    func noDates(_ text: String) {
        #expect(parse(text) == nil)
    }

    @Test("Times outside the range are moved to its ends")
    func clamped() {
        #expect(HTTPDate.format(.min) == HTTPDate.format(0))
        #expect(HTTPDate.format(.max) == HTTPDate.format(253_402_300_799))
        #expect(HTTPDate.parse(bytes("Sunday, 06-Nov-94 08:49:37 GMT").span, near: .max) != nil)
        #expect(HTTPDate.parse(bytes("Sunday, 06-Nov-94 08:49:37 GMT").span, near: .min) == 784_111_777)
    }

    @Test("The cache gives each second its own date")
    func cache() {
        var cache = DateCache()
        #expect(cache.value(at: 0) == HTTPDate.format(0))
        #expect(cache.value(at: 0) == HTTPDate.format(0))
        #expect(cache.value(at: 1) == HTTPDate.format(1))
        #expect(cache.value(at: 0) == HTTPDate.format(0))
    }
}
