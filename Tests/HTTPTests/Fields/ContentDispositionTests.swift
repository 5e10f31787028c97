import Codecs
import Testing

@testable import HTTP

struct ContentDispositionTests {
    @Test(
        "A file name survives as one parameter",
        arguments: [
            ("slides.pdf", "slides.pdf", "slides.pdf"),
            ("a b.pdf", "a b.pdf", "a%20b.pdf"),
            ("Größe Übung.pdf", "Groesse Uebung.pdf", "Gr%C3%B6%C3%9Fe%20%C3%9Cbung.pdf"),
            ("a\u{308}o\u{308}.pdf", "aeoe.pdf", "a%CC%88o%CC%88.pdf"),
            ("e\u{301}.pdf", "e.pdf", "e%CC%81.pdf"),
            ("日本.pdf", "__.pdf", "%E6%97%A5%E6%9C%AC.pdf"),
            ("a\"b.pdf", "a_b.pdf", "a_b.pdf"),
            ("a\\b.pdf", "a_b.pdf", "a_b.pdf"),
            ("../../etc/passwd", "_.._etc_passwd", "_.._etc_passwd"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf", "aSet-Cookie_%20x.pdf"),
            ("a\u{202E}fdp.exe", "afdp.exe", "afdp.exe"),
            ("a\u{200B}\u{2066}\u{FEFF}b.pdf", "ab.pdf", "ab.pdf"),
            (".htaccess", "htaccess", "htaccess"),
            (" . .a. . ", "a", "a"),
            ("50%;x.pdf", "50__x.pdf", "50%25%3Bx.pdf"),
            ("it's.pdf", "it's.pdf", "it%27s.pdf"),
            ("a\u{00}\u{1B}[0m\u{9B}.pdf", "a[0m.pdf", "a%5B0m.pdf"),
            ("", "download", "download"),
            ("...", "download", "download"),
            ("\u{202E}", "download", "download"),
            ("\"\u{301}.pdf", "_.pdf", "_%CC%81.pdf"),
        ])
    func names(_ name: String, _ fallback: String, _ encoded: String) {
        #expect(
            ContentDisposition(.attachment, fileName: name).fieldValue
                == "attachment; filename=\"\(fallback)\"; filename*=UTF-8''\(encoded)")
    }

    @Test("A long name is cut to 255 octets and keeps its extension")
    func long() {
        let ascii = ContentDisposition.safeName(String(repeating: "a", count: 300) + ".pdf")
        #expect(ascii.utf8.count == 255)
        #expect(ascii.hasSuffix("a.pdf"))
        let umlauts = ContentDisposition.safeName(String(repeating: "\u{E4}", count: 300) + ".pptx")
        #expect(umlauts.utf8.count <= 255)
        #expect(umlauts.utf8.count >= 254)
        #expect(umlauts.hasSuffix("\u{E4}.pptx"))
        #expect(ContentDisposition.safeName("a." + String(repeating: "b", count: 300)).utf8.count == 255)
        #expect(ContentDisposition.safeName(String(repeating: "a", count: 255)).utf8.count == 255)
    }

    @Test("Whatever the name, the field is one line of ASCII with two quotes")
    func hostile() {
        var random = FixedRandom(state: 7)
        for _ in 0..<5_000 {
            var name = ""
            for _ in 0..<Int.random(in: 0..<40, using: &random) {
                let value = UInt32.random(in: 0..<(Bool.random(using: &random) ? 0x100 : 0x3000), using: &random)
                if let scalar = Unicode.Scalar(value) { name.unicodeScalars.append(scalar) }
            }
            let value = ContentDisposition(.inline, fileName: name).fieldValue
            #expect(value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != Byte.backslash })
            #expect(value.utf8.filter { $0 == Byte.quote }.count == 2)
            #expect(value.hasPrefix("inline; filename=\""))
        }
    }
}
