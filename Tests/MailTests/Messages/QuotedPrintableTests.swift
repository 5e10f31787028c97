import Mail
import Testing

struct QuotedPrintableTests {
    private static func encode(_ text: String) -> String {
        String(decoding: QuotedPrintable.encode(text), as: UTF8.self)
    }

    private static let x74 = String(repeating: "x", count: 74)

    @Test(arguments: [
        ("", ""),
        ("\n", "\r\n"),
        ("a", "a\r\n"),
        ("a\nb", "a\r\nb\r\n"),
        ("a\r\nb\r\n", "a\r\nb\r\n"),
        ("a\rb\r", "a\r\nb\r\n"),
        ("a\n\r\nb", "a\r\n\r\nb\r\n"),
        ("a\r\r\nb", "a\r\n\r\nb\r\n"),
        ("a=b", "a=3Db\r\n"),
        ("Jörg", "J=C3=B6rg\r\n"),
        ("a ", "a=20\r\n"),
        ("a\t\nb", "a=09\r\nb\r\n"),
        (" ", "=20\r\n"),
        ("a  \n", "a =20\r\n"),
        ("\ta", "\ta\r\n"),
        ("\u{0}\u{1B}\u{7F}", "=00=1B=7F\r\n"),
        (".\n", "=2E\r\n"),
        ("..x\n", "=2E.x\r\n"),
        ("a.", "a.\r\n"),
        ("From me", "=46rom me\r\n"),
        ("From", "From\r\n"),
        ("Fromage", "Fromage\r\n"),
        (">From x", ">From x\r\n"),
        ("\u{2028}", "=E2=80=A8\r\n"),
        (x74 + "ab", x74 + "ab\r\n"),
        (x74 + "abc", x74 + "a=\r\nbc\r\n"),
        (x74 + "ü", x74 + "=\r\n=C3=BC\r\n"),
        (x74 + "a=", x74 + "a=\r\n=3D\r\n"),
        (x74 + "a.b", x74 + "a=\r\n=2Eb\r\n"),
        (x74 + "aFrom x", x74 + "a=\r\n=46rom x\r\n"),
        (x74 + "a ", x74 + "a=\r\n=20\r\n"),
        (x74 + " b\n", x74 + " b\r\n"),
        (x74 + " bc\n", x74 + " =\r\nbc\r\n"),
    ])
    func `encodes the edges`(text: String, encoded: String) {
        #expect(Self.encode(text) == encoded)
    }

    @Test(arguments: ["x", "ü", "=", ".", " ", "From ", "aü", "😀 "])
    func `never makes a long line or cuts an escape`(unit: String) {
        for count in 1...160 {
            for line in QuotedPrintable.encode(String(repeating: unit, count: count)).split(separator: 0x0A) {
                #expect(line.last == 0x0D)
                let content = line.dropLast()
                #expect(content.count <= 76)
                #expect(content.last != 0x20)
                #expect(content.first != UInt8(ascii: "."))
                #expect(!content.starts(with: "From ".utf8))
                // Behind the last `=` stand two digits or nothing.
                let tail = content.suffix(2)
                #expect(tail.count < 2 || tail.first != UInt8(ascii: "="))
            }
        }
    }
}
