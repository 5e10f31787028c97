import Testing

@testable import HTTP

struct SetCookieTests {
    @Test("A cookie says everything it must")
    func complete() throws {
        let cookie = try SetCookie(name: "__Host-nachlese", value: "abc", maxAge: 60)
        #expect(cookie.fieldValue == "__Host-nachlese=abc; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax")
        let plain = try SetCookie(
            name: "n", value: "", path: "/login", maxAge: -5, isSecure: false, isHTTPOnly: false, sameSite: .strict)
        #expect(plain.fieldValue == "n=; Path=/login; Max-Age=0; SameSite=Strict")
    }

    @Test(
        "What could break out is refused",
        arguments: [
            ("", "v", "/", .invalidName), ("a=b", "v", "/", .invalidName), ("a b", "v", "/", .invalidName),
            ("a\r\n", "v", "/", .invalidName), ("a", "v;x", "/", .invalidValue), ("a", "v x", "/", .invalidValue),
            ("a", "v\r\nx", "/", .invalidValue), ("a", "\"v\"", "/", .invalidValue),
            ("a", "\u{E4}", "/", .invalidValue),
            ("a", "v", "", .invalidValue), ("a", "v", "x", .invalidValue), ("a", "v", "/; Domain=x", .invalidValue),
            ("__Host-a", "v", "/x", .prefixRuleBroken), ("__HOST-a", "v", "/x", .prefixRuleBroken),
            ("a", String(repeating: "v", count: 4_096), "/", .tooLong),
        ] as [(String, String, String, SetCookieError)])
    func refused(_ name: String, _ value: String, _ path: String, _ expected: SetCookieError) {
        #expect(throws: expected) { try SetCookie(name: name, value: value, path: path) }
    }

    @Test("Prefixed cookies are secure", arguments: ["__Host-a", "__Secure-a", "__secure-a"])
    func prefixes(_ name: String) throws {
        #expect(throws: SetCookieError.prefixRuleBroken) { try SetCookie(name: name, value: "v", isSecure: false) }
        _ = try SetCookie(name: name, value: "v")
    }
}
