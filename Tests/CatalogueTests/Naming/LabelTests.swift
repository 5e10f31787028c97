import Testing

@testable import Catalogue

struct LabelTests {
    @Test(
        "is one clean line",
        arguments: [
            ("  Ein   Titel ", "Ein Titel"), ("a\r\nBcc: x", "a Bcc: x"), ("a\u{0}b", "a b"),
            ("\u{1B}[31mrot", "[31mrot"),
            ("a\u{202E}b\u{61C}c", "abc"), ("\u{85}x\u{A0}y", "x y"), ("e\u{301}", "e\u{301}"),
        ])
    func cleans(typed: String, expected: String) throws {
        let text = try Label(typed).text
        #expect(Array(text.utf8) == Array(expected.utf8))
    }

    @Test("is not empty unless it may be")
    func empty() throws {
        #expect(throws: Label.Fault.empty) { try Label(" \n ") }
        #expect(try Label(" \n ", allowsEmpty: true).text == "")
    }

    @Test("is not endless")
    func long() throws {
        #expect(throws: Label.Fault.tooLong(300)) { try Label(String(repeating: "ä", count: 151)) }
        #expect(try Label(String(repeating: "ä", count: 150)).text.utf8.count == 300)
    }
}
