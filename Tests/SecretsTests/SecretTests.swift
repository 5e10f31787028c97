import Secrets
import Testing

struct SecretTests {
    struct Holder {
        let name = "relay"
        let password = Secret("correct horse")
        let maybe: Secret? = Secret("correct horse")
        let many = [Secret("correct horse")]
    }

    @Test func `every automatic way to text shows a placeholder`() {
        let secret = Secret("correct horse")
        var dumped = ""
        dump(secret, to: &dumped)
        let texts = ["\(secret)", secret.description, secret.debugDescription, String(reflecting: secret), dumped]
        for text in texts {
            #expect(text.contains("<secret>"))
            #expect(!text.contains("horse"))
        }
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func `what holds a secret does not show it either`() {
        var dumped = ""
        dump(Holder(), to: &dumped)
        for text in ["\(Holder())", String(reflecting: Holder()), dumped] {
            #expect(text.contains("relay"))
            #expect(!text.contains("horse"))
        }
    }

    @Test func `it can be neither encoded nor hashed`() {
        let value: Any = Secret("x")
        #expect(!(value is any Encodable))
        #expect(!(value is any Decodable))
        #expect(!(value is any Hashable))
    }

    @Test(arguments: ["", "a", "Grüße 🎓", "\u{0}\r\n\u{FEFF}", "u\u{308}"])
    func `it reveals exactly what it was given`(text: String) {
        #expect(Array(Secret(text).reveal().utf8) == Array(text.utf8))
        #expect(Secret(utf8: Array(text.utf8)) == Secret(text))
        #expect(Secret(text).byteCount == text.utf8.count)
    }

    @Test(
        arguments: [[0xFF], [0xC3], [0x61, 0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
    func `ill-formed UTF-8 is no text`(bytes: [UInt8]) {
        #expect(Secret(utf8: bytes) == nil)
    }

    @Test func `it compares bytes`() {
        #expect(Secret("abc") == Secret("abc"))
        #expect(Secret("abc") != Secret("abd"))
        #expect(Secret("abc") != Secret("ab"))
        #expect(Secret("") == Secret(""))
        #expect(Secret("") != Secret("\u{0}"))
        #expect(Secret("ü") != Secret("u\u{308}"))
    }

    // The right sides are what Python's unicodedata.normalize("NFC", …) makes of the left.
    @Test(arguments: [
        ("plain ASCII", "plain ASCII"), ("u\u{308}", "\u{FC}"), ("\u{FC}", "\u{FC}"), ("\u{212B}", "\u{C5}"),
        ("q\u{307}\u{323}", "q\u{323}\u{307}"), ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"),
        ("\u{958}", "\u{915}\u{93C}"), ("\u{FB01}", "\u{FB01}"), ("", ""),
    ])
    func `it normalises to composed form`(typed: String, composed: String) {
        #expect(Secret(typed).normalized() == Secret(composed))
    }
}
