import Testing

@testable import NachleseCommand

struct AgeTests {
    @Test(
        "days, hours and minutes are read",
        arguments: [("0", 0), ("2d", 172_800), ("12h", 43_200), ("30m", 1800), ("9999d", 863_913_600), ("0d", 0)])
    func read(text: String, seconds: Int64) throws {
        #expect(try Age.read(text).seconds == seconds)
    }

    @Test("everything else is refused", arguments: ["", "2", "d", "-2d", "2w", "2 d", "99999d", "1.5d", "2D"])
    func refused(text: String) {
        #expect(throws: BadArgument.self) { try Age.read(text) }
    }
}
