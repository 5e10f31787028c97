import Codecs
import Testing

@testable import Website

@Suite struct FileSizeTests {
    @Test(arguments: [
        (Int64(0), "1\u{A0}kB"), (1, "1\u{A0}kB"), (1499, "1\u{A0}kB"), (1500, "2\u{A0}kB"),
        (999_499, "999\u{A0}kB"), (999_500, "1,0\u{A0}MB"), (2_449_999, "2,4\u{A0}MB"), (2_450_000, "2,5\u{A0}MB"),
        (9_949_999, "9,9\u{A0}MB"), (9_950_000, "10\u{A0}MB"), (312_000_000, "312\u{A0}MB"),
        (1_200_000_000, "1,2\u{A0}GB"), (.max, "9223372037\u{A0}GB"), (-5, "1\u{A0}kB"),
    ])
    func `is written in powers of a thousand`(size: Int64, text: String) {
        #expect(FileSize.text(size, .german) == text)
    }

    @Test func `has a point in English`() {
        #expect(FileSize.text(2_400_000, .english) == "2.4\u{A0}MB")
    }

    @Test(arguments: [
        (Int64(1), "1 Sekunde", "1 second"), (59, "59 Sekunden", "59 seconds"), (60, "1 Minute", "1 minute"),
        (61, "2 Minuten", "2 minutes"), (900, "15 Minuten", "15 minutes"),
    ])
    func `waiting times are rounded up`(seconds: Int64, german: String, english: String) {
        #expect(WaitingTime.german(seconds) == german)
        #expect(WaitingTime.english(seconds) == english)
    }
}
