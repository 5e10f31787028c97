import Codecs
import Testing

struct Base32Tests {
    /// RFC 4648, section 10, in lower case and without padding.
    @Test(arguments: [
        ("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foob", "mzxw6yq"), ("fooba", "mzxw6ytb"),
        ("foobar", "mzxw6ytboi"),
    ])
    func `the examples of the standard come out`(bytes: String, text: String) {
        #expect(Base32.encode(Array(bytes.utf8)) == text)
    }

    @Test func `every byte counts`() {
        let texts = (0...255).map { Base32.encode([UInt8](repeating: UInt8($0), count: 10)) }
        #expect(Set(texts).count == 256)
        #expect(texts.allSatisfy { $0.utf8.count == 16 })
    }
}
