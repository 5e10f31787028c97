import Codecs
import Testing

struct Base64Tests {
    // RFC 4648, section 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func `it agrees with the RFC`(plain: String, encoded: String) {
        #expect(Base64.standard.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.standard.decode(encoded) == Array(plain.utf8))
    }

    @Test func `the alphabets differ in two symbols`() {
        #expect(Base64.standard.encode([0xFB, 0xFF]) == "+/8")
        #expect(Base64.url.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64.url.decode("+/8") == nil)
        #expect(Base64.standard.decode("-_8") == nil)
    }

    @Test(arguments: ["Z", "Zg==", "Zm8=", "Zm9vY", "Zh", "Zm9", "Zg\n", " Zg", "Z\u{FF47}", "Zm9v=", "Zü"])
    func `another spelling is refused`(text: String) {
        #expect(Base64.standard.decode(text) == nil)
        #expect(Base64.url.decode(text) == nil)
    }

    @Test func `every length and byte survives`() {
        for count in 0...256 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect(Base64.url.decode(Base64.url.encode(bytes)) == bytes)
        }
    }

    /// The test vectors of RFC 4648 section 10, and the ends of the alphabet.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the padded form agrees with the RFC both ways`(plain: String, encoded: String) {
        #expect(Base64.padded.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.padded.decode(encoded) == Array(plain.utf8))
        #expect(Base64.padded.encode([0xFB, 0xEF, 0xFF]) == "++//")
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "Zm8", "=", "====", "Z===", "Zg==Zg==", "Zh==", "Zg=a"])
    func `the padded form has one spelling too`(text: String) {
        #expect(Base64.padded.decode(text) == nil)
    }

    @Test(arguments: [
        ("Zm9v\r\nYmFy", "foobar"), (" Z g = =", "f"), ("Zm9vYg", "foob"), ("Zm9v*YmFy", "foobar"), ("Zm8=Zm8=", "fo"),
        ("Z", ""), ("", ""),
    ])
    func `what mails bring is read leniently`(text: String, plain: String) {
        #expect(Base64.standard.decodeLeniently(Array(text.utf8)) == Array(plain.utf8))
    }
}
