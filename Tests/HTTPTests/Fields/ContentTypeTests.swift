import Testing

@testable import HTTP

struct ContentTypeTests {
    private func read(_ text: String) -> ContentType? {
        let value = bytes(text)
        return ContentType(value.span)
    }

    @Test(
        "Type and parameters are read",
        arguments: [
            ("text/plain", "text/plain", nil),
            ("Text/PLAIN ; a=b;", "text/plain", nil),
            ("a/b;charset=utf-8", "a/b", "utf-8"),
            ("a/b;;\t;x=1; ChArSeT=\"UTF\\-8\"", "a/b", "UTF-8"),
            ("a/b; charset=\"a;b=\\\"\"", "a/b", "a;b=\""),
            ("a/b; charset=\"%22\"", "a/b", "%22"),
            ("a/b; charset=\"\"", "a/b", ""),
        ] as [(String, String, String?)])
    func reads(_ text: String, _ essence: String, _ charset: String?) throws {
        let type = try #require(read(text))
        #expect(type.essence == essence)
        #expect(type.parameter("charset") == charset.map(bytes))
    }

    @Test(
        "What is malformed is no type",
        arguments: [
            "", "text", "text/", "/plain", "text /plain", "text/plain x", "text/plain; x", "text/plain; x=",
            "text/plain; =x", "text/plain; x =1", "text/plain; x= 1", "text/plain; x=\"1", "text/plain; x=\"1\\",
            "text/plain; x=\"1\"2", "text/plain; x=1; X=2", "text/plain, a/b",
        ])
    func refuses(_ text: String) {
        #expect(read(text) == nil)
    }
}
