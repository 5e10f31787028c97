import Mail
import Testing

struct Base64Tests {
    /// The test vectors of RFC 4648 section 10, and the ends of the alphabet.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `encodes the vectors of the standard`(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == Array(encoded.utf8))
    }

    @Test func `uses plus and slash`() {
        #expect(Base64.encode([0xFB, 0xEF, 0xFF]) == Array("++//".utf8))
    }
}
