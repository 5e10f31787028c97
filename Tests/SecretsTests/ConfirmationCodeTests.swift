import Testing

@testable import Secrets

struct ConfirmationCodeTests {
    @Test("three groups of three without look-alikes, and no two alike")
    func form() {
        var seen: Set<String> = []
        for _ in 0..<2000 {
            let text = ConfirmationCode().grouped.reveal()
            #expect(text.utf8.count == 11)
            #expect(text.wholeMatch(of: /[2-9A-HJ-NP-Z]{3}(-[2-9A-HJ-NP-Z]{3}){2}/) != nil)
            seen.insert(text)
        }
        // 45 bits: one pair alike among 2,000 comes once in many million runs.
        #expect(seen.count == 2000)
    }

    @Test(
        "forgives case, blanks, hyphens of every kind, and the look-alikes of L",
        arguments: [
            "K7L-M3X-QF4", "k7lm3xqf4", " K7 LM – 3 X Q F 4\u{A0}\n", "k7im\u{2011}3xqf4", "K71M\u{AD}3XQF4",
            "-K7LM3XQF4-",
        ])
    func forgives(typed: String) throws {
        let code = try #require(ConfirmationCode(typed: typed))
        #expect(code.grouped == Secret("K7L-M3X-QF4"))
        #expect(code.selector == "K7LM" && code.secret == Secret("3XQF4"))
    }

    @Test(
        "takes nothing else",
        arguments: [
            "", "K7LM-3XQF", "K7LM-3XQF44", "K7LM-3XQF0", "K7LM-3XQFÄ", "K7LM.3XQF4",
            String(repeating: "A", count: 9000),
        ])
    func refuses(typed: String) {
        #expect(ConfirmationCode(typed: typed) == nil)
    }

    @Test("what it says stands in no dump")
    func hides() {
        let code = ConfirmationCode()
        var dumped = ""
        dump(code, to: &dumped)
        for text in [dumped, "\(code)", String(reflecting: code)] { #expect(!text.contains(code.secret.reveal())) }
    }
}
