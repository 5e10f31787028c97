import Testing

@testable import HTTP

struct RequestTargetTests {
    @Test(
        "A path is decoded once and split at its slashes",
        arguments: [
            ("/", []),
            ("/a", ["a"]),
            ("/a/", ["a", ""]),
            ("//a", ["", "a"]),
            ("/modules/iv/7", ["modules", "iv", "7"]),
            ("/a..b.pdf", ["a..b.pdf"]),
            ("/...", ["..."]),
            ("/..a/b..", ["..a", "b.."]),
            ("/%252e%252e/x", ["%2e%2e", "x"]),
            ("/%C3%A4%20b+c", ["\u{E4} b+c"]),
            ("/%41%3f%23", ["A?#"]),
            ("/a;b=1,2:3@4", ["a;b=1,2:3@4"]),
        ])
    func segments(_ raw: String, _ expected: [String]) throws {
        #expect(try RequestHead.make("GET", raw).target.segments == expected)
    }

    @Test("The query stays encoded and its items are decoded once")
    func query() throws {
        let target = try RequestHead.make("GET", "/x?next=%2Fa%2526&q=a+b&&c").target
        #expect(target.path == "/x")
        #expect(target.query == "next=%2Fa%2526&q=a+b&&c")
        #expect(try target.queryItems()["next"] == "/a%26")
        #expect(try target.queryItems()["q"] == "a b")
        #expect(try target.queryItems()["c"]?.isEmpty == true)
        #expect(try RequestHead.make("GET", "/x?").target.query?.isEmpty == true)
        #expect(try RequestHead.make("GET", "/x").target.query == nil)
        #expect(try RequestHead.make("GET", "/x").target.queryItems().fields.isEmpty)
        #expect(try RequestHead.make("GET", "/x?a=/../\\{}[]`'").target.query == "a=/../\\{}[]`'")
        #expect(throws: FormError.badPercentEscape) { try RequestHead.make("GET", "/x?a=%").target.queryItems() }
    }

    @Test("The forms of a target are told apart")
    func kinds() throws {
        #expect(try RequestHead.make("OPTIONS", "*").target.kind == .asterisk)
        #expect(try RequestHead.make("OPTIONS", "/").target.kind == .origin)
        #expect(try RequestHead.make("OPTIONS", "http://a").target.kind == .asterisk)
        #expect(try RequestHead.make("GET", "http://a").target.path == "/")
        #expect(try RequestHead.make("GET", "http://a?q").target.query == "q")
    }

    @Test(
        "Only a local reference is local",
        arguments: [
            "//x", "///x", "/\\x", "\\/x", "/%09/x%zz", "https:x", "http://x", "javascript:alert(1)", "", "x", "?x",
            "#x", "/x#y", "/\t/x", "/\n/x", "/\r\nSet-Cookie: a", " /x", "/x y", "/\u{E4}", "/..//x", "/%2f/x", "/%5cx",
            "/%00", "/.", "/\u{0}", "/x?\"", "/" + String(repeating: "a", count: 3_000),
        ])
    func notLocal(_ text: String) {
        #expect(RequestTarget(local: text) == nil)
    }

    @Test("A local reference keeps path and query", arguments: ["/", "/modules/iv?marked=7", "/a//b", "/%C3%A4"])
    func local(_ text: String) {
        #expect(RequestTarget(local: text)?.kind == .origin)
    }
}
