import Codecs
import Testing

@Suite struct LanguageTagTests {
    @Test(arguments: ["de", "en", "pl", "gsw", "pt-BR", "de-x-leicht", "zh-Hant-TW"])
    func `tags are kept in lower case`(text: String) {
        #expect(LanguageTag(text)?.rawValue == text.lowercased())
    }

    @Test(
        arguments: [
            "", "d", "deutsch", "de-", "-de", "de_DE", "d3", "de-123456789", "de\"", "de é",
            "de-" + String(repeating: "a-", count: 20) + "a",
        ])
    func `anything else is none`(text: String) {
        #expect(LanguageTag(text) == nil)
    }

    @Test func `whoever reads a language reads its kinds`() throws {
        #expect(try #require(LanguageTag("de-at")).isRead(in: .german))
        #expect(try !#require(LanguageTag("de")).isRead(in: .english))
        #expect(try #require(LanguageTag("en-GB")).primary == "en")
    }
}
