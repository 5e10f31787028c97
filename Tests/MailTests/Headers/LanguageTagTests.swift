import Mail
import Testing

struct LanguageTagTests {
    @Test(arguments: ["de", "en", "de-AT", "de-CH-1996", "i-klingon"])
    func `takes the shape of a tag`(text: String) {
        #expect(LanguageTag(text)?.description == text)
    }

    @Test(arguments: [
        "", "-", "de-", "-de", "de--at", "de_AT", "de\r\nBcc: a@b.de", "dé", "abcdefghi",
        "aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-a",
    ])
    func `refuses anything else`(text: String) {
        #expect(LanguageTag(text) == nil)
    }
}
