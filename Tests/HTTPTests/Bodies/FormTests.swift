import Codecs
import Testing

@testable import HTTP

struct FormTests {
    private func pairs(_ text: String) throws -> [[String]] {
        try Form(bytes(text).span).fields.map { [$0.name, $0.value] }
    }

    @Test(
        "Fields are decoded in order",
        arguments: [
            ("", []),
            ("&&", []),
            ("a=1", [["a", "1"]]),
            ("a", [["a", ""]]),
            ("a=", [["a", ""]]),
            ("=", [["", ""]]),
            ("=b", [["", "b"]]),
            ("a=b=c", [["a", "b=c"]]),
            ("a=1&&b=2&", [["a", "1"], ["b", "2"]]),
            ("a+b=c+d%2B", [["a b", "c d+"]]),
            ("%61=%C3%A4", [["a", "\u{E4}"]]),
            ("a=%2526", [["a", "%26"]]),
            ("a=\u{C3}\u{A4}", [["a", "\u{E4}"]]),
            ("a=%0D%0A", [["a", "\r\n"]]),
        ])
    func decoding(_ text: String, _ expected: [[String]]) throws {
        #expect(try pairs(text) == expected)
    }

    @Test(
        "What is broken is refused, not repaired",
        arguments: [
            ("a=%", .badPercentEscape), ("a=%1", .badPercentEscape), ("a=%g0", .badPercentEscape),
            ("%=a", .badPercentEscape), ("a=%1&2", .badPercentEscape), ("%3", .badPercentEscape),
            ("a=%\u{EF}\u{BC}\u{91}1", .badPercentEscape), ("a=%ff", .invalidUTF8), ("a=\u{FF}", .invalidUTF8),
            ("%c0%80=a", .invalidUTF8), ("a=%C3", .invalidUTF8), ("a=%00", .nul), ("a\u{00}=b", .nul),
        ] as [(String, FormError)])
    func broken(_ text: String, _ expected: FormError) {
        #expect(throws: expected) { try self.pairs(text) }
    }

    @Test("Count and size are bounded")
    func bounds() throws {
        let many = (0..<64).map { "f\($0)=1" }.joined(separator: "&")
        #expect(try pairs(many).count == 64)
        #expect(throws: FormError.tooManyFields) { try self.pairs(many + "&x=1") }
        #expect(throws: FormError.tooManyFields) {
            try self.pairs(String(repeating: "a=1&", count: 5_000))
        }
        #expect(throws: FormError.tooLarge) { try self.pairs(String(repeating: "a", count: 65_537)) }
        #expect(try Form(bytes("a=1&b=2").span, countLimit: 2, sizeLimit: 7).fields.count == 2)
        #expect(FormError.tooLarge.status == .contentTooLarge)
        #expect(FormError.nul.status == .badRequest)
    }

    @Test("Repeated names are told, and compared octet by octet")
    func repetition() throws {
        let form = try Form(bytes("a=1&b=2&a=3&%C3%A9=4").span)
        #expect(form["a"] == "1")
        #expect(form.all("a") == ["1", "3"])
        #expect(form.isRepeated("a"))
        #expect(!form.isRepeated("b"))
        #expect(!form.isRepeated("c"))
        #expect(form["c"] == nil)
        #expect(form["\u{E9}"] == "4")
        #expect(form["e\u{301}"] == nil)
    }

    @Test("What is encoded comes back")
    func roundTrip() throws {
        let fields = [
            Form.Field(name: "a b", value: "c+d&e=f%\u{E4}\r\n"), Form.Field(name: "", value: ""),
            Form.Field(name: "\u{1F600}", value: "/?#"),
        ]
        let text = Form.encode(fields)
        #expect(text.utf8.allSatisfy(Byte.isQuery))
        #expect(try Form(Array(text.utf8).span).fields == fields)
    }

    @Test("A path segment cannot leave its place")
    func pathSegments() {
        #expect(PercentEncoding.pathSegment("a-b_c.d~9") == "a-b_c.d~9")
        #expect(PercentEncoding.pathSegment("\u{E4}/ ?#%\\") == "%C3%A4%2F%20%3F%23%25%5C")
        #expect(PercentEncoding.queryValue("a&b") == "a%26b")
    }
}
