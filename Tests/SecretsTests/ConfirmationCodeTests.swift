import Testing

@testable import Secrets

struct ConfirmationCodeTests {
    @Test("two groups of four without look-alikes, and no two alike")
    func form() {
        var seen: Set<String> = []
        for _ in 0..<2000 {
            let text = ConfirmationCode().grouped.reveal()
            #expect(text.utf8.count == 9)
            #expect(text.wholeMatch(of: /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/) != nil)
            seen.insert(text)
        }
        // 40 bits: one pair alike among 2,000 comes once in half a million runs.
        #expect(seen.count == 2000)
    }

    @Test(
        "forgives case, blanks, hyphens of every kind, and the look-alikes of L",
        arguments: [
            "K7LM-3XQF", "k7lm3xqf", " K7 LM – 3 X Q F\u{A0}\n", "k7im\u{2011}3xqf", "K71M\u{AD}3XQF", "-K7LM3XQF-",
        ])
    func forgives(typed: String) throws {
        let code = try #require(ConfirmationCode(typed: typed))
        #expect(code.grouped == Secret("K7LM-3XQF"))
        #expect(code.selector == "K7L" && code.secret == Secret("M3XQF"))
    }

    @Test(
        "takes nothing else",
        arguments: [
            "", "K7LM-3XQ", "K7LM-3XQFF", "K7LM-3XQ0", "K7LM-3XQÄ", "K7LM.3XQF", String(repeating: "A", count: 9000),
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
