import Secrets
import Testing

struct InitialPasswordTests {
    static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

    @Test func `it is four groups of four of the alphabet`() {
        for _ in 0..<100 {
            let password = InitialPassword()
            let groups = password.grouped.reveal().split(separator: "-", omittingEmptySubsequences: false)
            #expect(groups.count == 4)
            #expect(groups.allSatisfy { $0.utf8.count == 4 && $0.utf8.allSatisfy(Self.alphabet.contains) })
            #expect(groups.joined() == password.normalized.reveal())
        }
    }

    @Test func `five thousand differ`() {
        #expect(Set((0..<5000).map { _ in InitialPassword().grouped.reveal() }).count == 5000)
    }

    @Test func `every symbol comes as often at every place`() {
        var generator = SplitMix64(seed: 4)
        let passwords = (0..<5000).map { _ in Array(InitialPassword(using: &generator).normalized.reveal().utf8) }
        let expected = 5000.0 / 32
        for place in 0..<16 {
            let chiSquare = Self.alphabet.reduce(0.0) { sum, symbol in
                let difference = Double(passwords.count { $0[place] == symbol }) - expected
                return sum + difference * difference / expected
            }
            // p > 0.001 with 31 degrees of freedom.
            #expect(chiSquare < 61.1)
        }
    }

    @Test func `what was mailed is understood`() throws {
        for _ in 0..<200 {
            let password = InitialPassword()
            #expect(InitialPassword.normalize(password.grouped) == password.normalized)
            #expect(InitialPassword.normalize(password.normalized) == password.normalized)
            let small = Secret(password.grouped.reveal().lowercased())
            #expect(InitialPassword.normalize(small) == password.normalized)
        }
    }

    @Test(arguments: [
        "ABCD-EFGH-JKLM-2345", "abcdefghjklm2345", "AbCd eFgH jKlM 2345", "  ABCD-EFGH-JKLM-2345\r\n",
        "ABCD\u{A0}EFGH\u{202F}JKLM\u{2009}2345", "ABCD\u{2010}EFGH\u{2011}JKLM\u{2012}2345",
        "ABCD\u{2013}EFGH\u{2014}JKLM\u{2015}2345", "ABCD\u{2212}EFGH\u{AD}JKLM\u{FF0D}2345",
        "ABCD\u{200B}EFGH\u{FEFF}JKLM\u{FE63}2345", "A-B-C-D-E-F-G-H-J-K-L-M-2-3-4-5", "ABCD - EFGH -- JKLM - 2345",
        "ABCD-EFGH-JK1M-2345", "ABCD-EFGH-JKIM-2345", "abcd-efgh-jkim-2345", "\tABCDEFGH\u{3000}JKLM2345",
    ])
    func `what people make of it is understood`(typed: String) {
        #expect(InitialPassword.normalize(Secret(typed)) == Secret("ABCDEFGHJKLM2345"))
    }

    @Test(arguments: [
        "", "-", "ABCD-EFGH-JKLM-234", "ABCD-EFGH-JKLM-23456", "ABCD-EFGH-JKLM-234O", "ABCD-EFGH-JKLM-2340",
        "ABCD-EFGH-JKLM-234ü", "ABCD-EFGH-JKLM-234\u{FF15}", "ABCD_EFGH_JKLM_2345", "ABCD-EFGH-JKLM-234\u{301}5",
        "ABCD-EFGH-J\u{212A}LM-2345", "ABCD.EFGH.JKLM.2345", "\u{131}BCDEFGHJKLM2345", "correct horse battery",
        String(repeating: " ", count: 2000) + "ABCDEFGHJKLM2345",
    ])
    func `what can be none is none`(typed: String) {
        #expect(InitialPassword.normalize(Secret(typed)) == nil)
    }

    @Test func `no automatic way to text shows it`() {
        let password = InitialPassword()
        var dumped = ""
        dump(password, to: &dumped)
        for text in ["\(password)", String(reflecting: password), dumped, "\([password])"] {
            #expect(text.contains("<initial password>"))
            #expect(!text.contains(password.grouped.reveal()) && !text.contains(password.normalized.reveal()))
        }
        #expect(Mirror(reflecting: password).children.isEmpty)
    }
}
