import Codecs
import Testing

struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("azAZ09-._~", "azAZ09-._~"), ("a b/c", "a%20b%2Fc"), ("ü", "%C3%BC"), ("%2F", "%252F"),
        ("a@b+c", "a%40b%2Bc"), ("\u{0}\u{7F}", "%00%7F"),
    ])
    func `everything but unreserved bytes is encoded`(text: String, encoded: String) {
        #expect(PercentEncoding.pathSegment(text) == encoded)
        #expect(PercentEncoding.queryValue(text) == encoded)
    }

    @Test func `a caller may keep more`() {
        #expect(
            PercentEncoding.encode("a@b ü") { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "a") } == "a@%62%20%C3%BC")
        #expect(PercentEncoding.encode("/x?y#ü") { $0 < 0x80 } == "/x?y#%C3%BC")
    }
}
