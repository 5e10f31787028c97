import Mail
import Testing

struct PunycodeTests {
    /// Samples of RFC 3492 section 7.1 in lower case, and edges.
    @Test(arguments: [
        ("", ""),
        ("abc", "abc-"),
        ("a-b", "a-b-"),
        ("ü", "tda"),
        ("müller", "mller-kva"),
        ("bücher", "bcher-kva"),
        ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
        ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
        ("pročprostěnemluvíčesky", "proprostnemluvesky-uyb24dma41a"),
        ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
        ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
        ("\u{10FFFF}", "dn32g"),
    ])
    func `encodes the samples of the standard`(label: String, encoded: String) {
        #expect(Punycode.encode(label) == encoded)
    }

    @Test func `refuses a label that cannot fit`() {
        #expect(Punycode.encode(String(repeating: "ü", count: 64)) == nil)
        let widest = String(repeating: "a", count: 62) + "\u{10FFFF}"
        #expect(Punycode.encode(widest)?.hasPrefix(String(repeating: "a", count: 62) + "-") == true)
    }
}
