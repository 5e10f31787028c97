import Testing

@testable import HTTP

struct AcceptLanguageTests {
    @Test(
        "The best offered language is chosen",
        arguments: [
            ("de", "de"), ("en", "en"), ("fr", nil), ("", nil), ("*", "de"), ("de-AT", "de"), ("EN-us", "en"),
            ("en, de", "en"), ("en;q=0.5, de", "de"), ("fr, en;q=0.3, de;q=0.2", "en"), ("en;q=0", nil),
            ("en;q=0, *", "de"), ("de;q=0, *", "en"), ("*;q=0", nil), ("*;q=0.5, en;q=0.1", "de"),
            ("de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", "de"), ("en-US,en;q=0.5,de;q=0.8", "en"),
            ("deu", nil), ("d", nil), ("en;q=1.1", nil), ("en;q=1.0000", nil), ("en;q=", nil), ("en;q=a", nil),
            ("en;q=-1", nil), ("en;q=0.9999999999999999999999", nil), ("en;x=1", nil), ("en;q=2", nil),
            ("en;Q=0.001", "en"), (",,;,en;;q=1,de;q=0.1", "de"), ("en ; q=0.4 , de ; q=0.5", "de"),
            ("\u{E4}, en", "en"), ("en;q=1.000", "en"), ("-", nil), ("de-", "de"),
        ])
    func table(_ value: String, _ expected: String?) {
        #expect(AcceptLanguage.best(of: ["de", "en"], in: [field(value)]) == expected)
    }

    @Test("Several fields count as one and without any there is no choice")
    func fields() throws {
        #expect(AcceptLanguage.best(of: ["de", "en"], in: [field("fr"), field("en")]) == "en")
        #expect(AcceptLanguage.best(of: ["de", "en"], for: try .make()) == nil)
        #expect(AcceptLanguage.best(of: [], in: [field("en, *")]) == nil)
    }

    @Test("Only the first ranges of a hostile field are looked at")
    func hostile() {
        let long = Array(repeating: "x", count: 10_000).joined(separator: ",") + ",en"
        #expect(AcceptLanguage.best(of: ["de", "en"], in: [field(long)]) == nil)
    }
}
