import Mail
import Testing

struct RenderedMailTests {
    @Test(arguments: ["a", "4711", "2026-03-10.x_Y", String(repeating: "a", count: 100)])
    func `takes a name that is safe for a file`(text: String) {
        #expect(RenderedMail.ID(text)?.description == text)
    }

    @Test(arguments: [
        "", ".", "..", ".a", "-rf", "_a", "a/b", "../a", "a\u{0}", "a b", "a\n", "ä", "a\\b", "a:b",
        String(repeating: "a", count: 101),
    ])
    func `refuses a name that could leave the folder`(text: String) {
        #expect(RenderedMail.ID(text) == nil)
    }
}
