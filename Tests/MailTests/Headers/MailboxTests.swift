import Mail
import Testing

struct MailboxTests {
    @Test(arguments: [nil, "", "   "])
    func `has no name when there is none`(name: String?) throws {
        #expect(try Mailbox(name: name, address: EmailAddress("a@b.de")).name == nil)
    }

    @Test func `brings the blanks of a name into order`() throws {
        #expect(try Mailbox(name: "  Jörg   Müller ", address: EmailAddress("a@b.de")).name?.text == "Jörg Müller")
    }

    @Test(arguments: ["a\nb", "a\r\nBcc: x@y.de", "a\u{0}", "a\tb", "\u{1B}[2J", "a\u{85}b", "a\u{2028}b", "a\u{7F}"])
    func `refuses control characters in a name`(name: String) throws {
        let address = try EmailAddress("a@b.de")
        #expect(throws: InvalidHeaderText.controlCharacter) { try Mailbox(name: name, address: address) }
    }

    @Test(arguments: [
        ("Joerg Mueller", "To: Joerg Mueller <a@b.de>\r\n"),
        ("Dr. Mueller", "To: \"Dr. Mueller\" <a@b.de>\r\n"),
        ("Mueller, Joerg", "To: \"Mueller, Joerg\" <a@b.de>\r\n"),
        ("a \"b\" c\\d", "To: \"a \\\"b\\\" c\\\\d\" <a@b.de>\r\n"),
        ("<x@y.de>", "To: \"<x@y.de>\" <a@b.de>\r\n"),
        ("Jörg", "To: =?utf-8?Q?J=C3=B6rg?= <a@b.de>\r\n"),
        ("Müller-Straße, Jörg", "To: =?utf-8?Q?M=C3=BCller-Stra=C3=9Fe=2C_J=C3=B6rg?= <a@b.de>\r\n"),
        ("=?utf-8?Q?x?=", "To: =?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?= <a@b.de>\r\n"),
        ("", "To: <a@b.de>\r\n"),
    ])
    func `writes a name so that it is read back`(name: String, header: String) throws {
        let mailbox = try Mailbox(name: name, address: EmailAddress("a@b.de"))
        #expect(String(decoding: HeaderField(.to, mailbox: mailbox).rendered(), as: UTF8.self) == header)
    }

    @Test func `writes an international domain in punycode`() throws {
        let header = HeaderField(.from, mailbox: Mailbox(try EmailAddress("A@Müller.example"))).rendered()
        #expect(String(decoding: header, as: UTF8.self) == "From: <A@xn--mller-kva.example>\r\n")
    }
}
