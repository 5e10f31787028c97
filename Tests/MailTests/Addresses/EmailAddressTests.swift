import Codecs
import Mail
import Testing

struct EmailAddressTests {
    private static let long64 = String(repeating: "a", count: 64)
    private static let label63 = String(repeating: "b", count: 63)

    /// Typed, and what goes over the wire.
    @Test(arguments: [
        ("joerg@example.de", "joerg@example.de"),
        ("Joerg.Mueller@Example.DE", "Joerg.Mueller@example.de"),
        ("a@b.de", "a@b.de"),
        ("bounce+4711-x_y@mail.example.org", "bounce+4711-x_y@mail.example.org"),
        ("o'brien@example.ie", "o'brien@example.ie"),
        ("!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~@example.org"),
        ("1234567890@123.example", "1234567890@123.example"),
        ("x@1und1.de", "x@1und1.de"),
        ("x@a-b--c.example", "x@a-b--c.example"),
        ("root@localhost", "root@localhost"),
        ("\(long64)@example.de", "\(long64)@example.de"),
        ("a@\(label63).de", "a@\(label63).de"),
        ("joerg@müller.example", "joerg@xn--mller-kva.example"),
        ("joerg@MÜLLER.example", "joerg@xn--mller-kva.example"),
        ("joerg@mu\u{308}ller.example", "joerg@xn--mller-kva.example"),
        ("joerg@MU\u{308}LLER.example", "joerg@xn--mller-kva.example"),
        ("joerg@xn--mller-kva.example", "joerg@xn--mller-kva.example"),
        ("amt@straße.de", "amt@xn--strae-oqa.de"),
        ("a@sömmerda.thüringen.de", "a@xn--smmerda-90a.xn--thringen-75a.de"),
        ("a@παράδειγμα.gr", "a@xn--hxajbheg2az3al.gr"),
        ("a@пример.рф", "a@xn--e1afmkfd.xn--p1ai"),
        ("a@例え.テスト", "a@xn--r8jz45g.xn--zckzah"),
        ("a@مثال.example", "a@xn--mgbh0fb.example"),
        ("a@ee\u{302}\u{323}.example", "a@xn--e-7wm.example"),
    ])
    func `takes what mail systems take`(typed: String, wire: String) throws {
        #expect(try EmailAddress(typed).wire == wire)
    }

    @Test(arguments: [
        ("", InvalidEmailAddress.empty),
        (" a@b.de", .blank),
        ("a@b.de ", .blank),
        ("a b@c.de", .blank),
        ("a@b .de", .blank),
        ("a@b.de\n", .controlCharacter),
        ("a@b.de\r\nBcc: c@d.de", .controlCharacter),
        ("a\u{0}@b.de", .controlCharacter),
        ("a@b.de\u{0}", .controlCharacter),
        ("a\t@b.de", .controlCharacter),
        ("a@b\u{7F}.de", .controlCharacter),
        ("a@b\u{85}.de", .controlCharacter),
        ("a@b.de,c@d.de", .comma),
        (",@b.de", .comma),
        ("<a@b.de>", .angleBracket),
        ("a@b.de>", .angleBracket),
        ("a", .missingAt),
        ("a.b.de", .missingAt),
        ("a＠b.de", .missingAt),
        ("a@b@c.de", .severalAts),
        ("a@@b.de", .severalAts),
        ("@", .emptyLocalPart),
        ("@b.de", .emptyLocalPart),
        ("\(long64)a@b.de", .localPartTooLong),
        ("\"a\"@b.de", .quotedLocalPart),
        ("\"a@b\"@c.de", .quotedLocalPart),
        (".a@b.de", .misplacedDot),
        ("a.@b.de", .misplacedDot),
        ("a..b@c.de", .misplacedDot),
        ("j\u{F6}rg.@b.de", .misplacedDot),
        ("\u{308}o@b.de", .internationalLocalPart),
        ("o.\u{308}x@b.de", .internationalLocalPart),
        ("j\u{202E}org@b.de", .internationalLocalPart),
        ("j\u{AD}örg@b.de", .internationalLocalPart),
        ("jörg\u{A0}x@b.de", .internationalLocalPart),
        ("ｊörg@b.de", .internationalLocalPart),
        ("😀@b.de", .internationalLocalPart),
        ("ö\"x@b.de", .internationalLocalPart),
        ("\u{130}x@b.de", .internationalLocalPart),
        ("\(String(repeating: "ö", count: 33))@b.de", .localPartTooLong),
        ("\(String(repeating: "ö", count: 500))@b.de", .tooLong),
        ("a\u{200B}@b.de", .internationalLocalPart),
        ("\u{212A}im@b.de", .internationalLocalPart),
        ("a(x)@b.de", .forbiddenCharacter),
        ("a;b@c.de", .forbiddenCharacter),
        ("a:b@c.de", .forbiddenCharacter),
        ("a\\b@c.de", .forbiddenCharacter),
        ("a[b]@c.de", .forbiddenCharacter),
        ("a\"b@c.de", .forbiddenCharacter),
        ("a@", .domain(.empty)),
        ("a@.", .domain(.emptyLabel)),
        ("a@b..de", .domain(.emptyLabel)),
        ("a@.b.de", .domain(.emptyLabel)),
        ("a@b.de.", .domain(.emptyLabel)),
        ("a@-b.de", .domain(.hyphenAtEdge)),
        ("a@b-.de", .domain(.hyphenAtEdge)),
        ("a@\(label63)b.de", .domain(.labelTooLong)),
        ("a@b_c.de", .domain(.forbiddenCharacter)),
        ("a@b/c.de", .domain(.forbiddenCharacter)),
        ("a@[127.0.0.1]", .domain(.forbiddenCharacter)),
        ("a@b.de:25", .domain(.forbiddenCharacter)),
        ("a@b.de;", .domain(.forbiddenCharacter)),
        ("a@ｂ.de", .domain(.forbiddenCharacter)),
        ("a@b。de", .domain(.forbiddenCharacter)),
        ("a@\u{212A}iel.de", .domain(.forbiddenCharacter)),
        ("a@\u{130}zmir.example", .domain(.forbiddenCharacter)),
        ("a@b\u{200D}c.de", .domain(.forbiddenCharacter)),
        ("a@b\u{AD}c.de", .domain(.forbiddenCharacter)),
        ("a@\u{301}b.de", .domain(.forbiddenCharacter)),
        ("a@😀.de", .domain(.forbiddenCharacter)),
        ("a@b\u{A0}c.de", .domain(.forbiddenCharacter)),
        ("a@web", .domainWithoutDot),
        ("a@127.0.0.1", .numericDomain),
        (String(repeating: "a", count: 255), .tooLong),
    ])
    func `refuses the rest and says why`(typed: String, reason: InvalidEmailAddress) {
        #expect(throws: reason) { try EmailAddress(typed) }
    }

    @Test func `counts 254 bytes in the wire form`() throws {
        let labels = Array(repeating: String(repeating: "c", count: 49), count: 4).joined(separator: ".")
        let fitting = String(repeating: "a", count: 254 - labels.utf8.count - 4) + "@\(labels).de"
        #expect(try EmailAddress(fitting).wire.utf8.count == 254)
        #expect(throws: InvalidEmailAddress.tooLong) { try EmailAddress("a" + fitting) }
        let umlauts = Array(repeating: String(repeating: "c", count: 47) + "ü", count: 4).joined(separator: ".")
        let growing = String(repeating: "a", count: 254 - umlauts.utf8.count - 4) + "@\(umlauts).de"
        #expect(growing.utf8.count == 254)
        #expect(throws: InvalidEmailAddress.tooLong) { try EmailAddress(growing) }
    }

    @Test func `keeps the spelling and compares without it`() throws {
        let typed = try EmailAddress("Joerg@Müller.Example")
        let other = try EmailAddress("joerg@XN--MLLER-KVA.example")
        #expect(typed == other)
        #expect(Set([typed, other]).count == 1)
        #expect(typed.description == "Joerg@müller.example")
        #expect(typed.localPart == "Joerg")
        #expect(typed.canonical == "joerg@xn--mller-kva.example")
        #expect(try typed != EmailAddress("joerg@mueller.example"))
    }

    @Test(arguments: [
        ("jörg@b.de", "jörg@b.de", "jörg@b.de"),
        (
            "Jo\u{308}rg.GROß+x@Müller.example", "J\u{F6}rg.GROß+x@xn--mller-kva.example",
            "j\u{F6}rg.groß+x@xn--mller-kva.example"
        ),
        ("ИВАН@пример.рф", "ИВАН@xn--e1afmkfd.xn--p1ai", "иван@xn--e1afmkfd.xn--p1ai"),
        ("用户@例え.テスト", "用户@xn--r8jz45g.xn--zckzah", "用户@xn--r8jz45g.xn--zckzah"),
    ])
    func `takes letters beyond ASCII before the at, composed`(typed: String, wire: String, canonical: String) throws {
        let address = try EmailAddress(typed)
        // By bytes: Strings that are canonically equivalent are equal to Swift.
        #expect(Array(address.wire.utf8) == Array(wire.utf8))
        #expect(Array(address.canonical.utf8) == Array(canonical.utf8))
        #expect(!address.isASCII)
        #expect(try EmailAddress(address.description) == address)
        #expect(try EmailAddress(pasted: " <\(typed)> ") == address)
    }

    @Test func `sorts by the form it compares by`() throws {
        let typed = try ["c@b.de", "B@b.de", "a@b.de"].map { text throws in try EmailAddress(text) }
        #expect(typed.sorted().map(\.wire) == ["a@b.de", "B@b.de", "c@b.de"])
    }

    @Test(arguments: [
        "  a@b.de ", "\ta@b.de\r\n", "\u{A0}a@b.de\u{200B}", "\u{FEFF}a@b.de", "a＠b.de", "<a@b.de>",
        "Jörg Müller <a@b.de>", "\"Müller-Straße, Jörg\" <a@b.de>", "Jörg < a@b.de > ", "a@b.de <a@b.de>",
        "'A@B.de' <a@b.de>", "mailto:a@b.de", "MAILTO:a@b.de", "Jörg <mailto:a＠b.de>",
        "x\r\nBcc: y <a@b.de>", "\u{202A}a@b.de\u{202C}",
    ])
    func `understands what people paste`(pasted: String) throws {
        #expect(try EmailAddress(pasted: pasted).wire == "a@b.de")
    }

    @Test(arguments: [
        ("", InvalidEmailAddress.empty),
        (" \n\u{200B}", .empty),
        ("<>", .empty),
        ("a@b.de, c@d.de", .comma),
        ("a@b.de c@d.de", .blank),
        ("A <a@b.de>, C <c@d.de>", .blank),
        ("x@y.de <a@b.de>", .severalAts),
        ("a@b.de\r\nBcc: c@d.de", .controlCharacter),
        ("A <a@b.de\r\nBcc: c@d.de>", .controlCharacter),
        ("a@b.de>", .angleBracket),
        ("A <a@b.de> c", .blank),
        ("A <<a@b.de>>", .blank),
        (String(repeating: " ", count: 1001), .tooLong),
    ])
    func `refuses a paste that leaves a doubt`(pasted: String, reason: InvalidEmailAddress) {
        #expect(throws: reason) { try EmailAddress(pasted: pasted) }
    }

    @Test func `never repeats the input in an error`() {
        #expect(throws: InvalidEmailAddress.self) { try EmailAddress("secret person@b.de") }
        #expect(InvalidEmailAddress.domain(.emptyLabel).description == "the domain has a dot too many")
        #expect(InvalidEmailAddress.blank.description == "the address has a space")
    }
}
