import DomainTestSupport
import TestSupport
import Testing

@testable import Catalogue

struct SlugTests {
    @Test("takes words of letters and digits", arguments: ["a", "modul-iv", "2017-iv", "a1-b2-c3"])
    func takes(text: String) {
        #expect(Slug(text)?.description == text)
    }

    @Test(
        "refuses everything else",
        arguments: [
            "", "-", "-a", "a-", "a--b", "A", "ä", "a b", "a/b", "..", "a.b", "a\u{0}", "ａ",
            String(repeating: "a", count: 65),
        ])
    func refuses(text: String) {
        #expect(Slug(text) == nil)
    }

    @Test(
        "is made from titles",
        arguments: [
            ("Größe & Träger – Netzwerke (1)", "groesse-traeger-netzwerke-1"), ("  Ä  ", "ae"),
            ("Kooperation / Konkurrenz", "kooperation-konkurrenz"), ("ThINKA", "thinka"),
        ])
    func fromTitle(title: String, expected: String) {
        #expect(Slug(title: title)?.description == expected)
    }

    @Test("is not made from nothing", arguments: ["", "…", "漢字"])
    func fromNothing(title: String) {
        #expect(Slug(title: title) == nil)
    }

    @Test("stays within its length when made or numbered")
    func staysShort() throws {
        let long = try Slug(title: String(repeating: "wort ", count: 40)).unwrapped()
        #expect(long.description.utf8.count <= Slug.maximumLength)
        let numbered = try long.numbered(1000).unwrapped()
        #expect(numbered.description.utf8.count <= Slug.maximumLength)
        #expect(numbered.description.hasSuffix("-1000"))
    }
}
