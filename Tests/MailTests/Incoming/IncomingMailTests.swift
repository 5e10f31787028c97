import Testing

@testable import Mail

struct IncomingMailTests {
    private func read(_ text: String, envelope: String? = nil) -> IncomingMail {
        IncomingMail(Array(text.replacing("\n", with: "\r\n").utf8), envelope: envelope)
    }

    @Test("A plain mail is read, whatever ends its lines", arguments: ["\n", "\r\n", "\r"])
    func plain(end: String) throws {
        let text = """
            Return-Path: <erika@haus.example>
            From: Erika Muster <Erika@Haus.example>
            To: zugang@example.org
            Subject: Zugang zu den =?utf-8?Q?Pr=C3=A4sentationen?=:
             Modul IV
            Message-ID: <abc.1@haus.example>
            References: <a@b.example> nonsense <c@d.example>
            Content-Language: de-DE, en

            Guten Tag,

            ich war dabei.

            """
        let mail = IncomingMail(Array(text.replacing("\n", with: end).utf8))
        let sender = try #require(mail.sender)
        #expect(sender.name == "Erika Muster" && sender.address.canonical == "erika@haus.example")
        #expect(mail.returnPath == .address(try EmailAddress("erika@haus.example")))
        #expect(mail.subject == "Zugang zu den Präsentationen: Modul IV")
        #expect(mail.text == "Guten Tag,\n\nich war dabei.\n")
        #expect(mail.messageID?.description == "<abc.1@haus.example>")
        #expect(mail.references.map(\.description) == ["<a@b.example>", "<c@d.example>"])
        #expect(mail.languages == ["de-de", "en"])
        #expect(mail.marks.isEmpty && mail.attachments == 0 && !mail.isCut)
    }

    @Test(
        "Encoded words are put together and decoded",
        arguments: [
            ("=?utf-8?Q?M=C3=BCller?=", "Müller"), ("=?UTF-8?B?TcO8bGxlcg==?=", "Müller"),
            ("=?iso-8859-1?q?M=FCller_und_=DF?=", "Müller und ß"), ("=?windows-1252?Q?=80_=96?=", "€ –"),
            ("=?iso-8859-15?Q?=A4?=", "€"), ("=?utf-8*de?Q?M=C3=BC?=", "Mü"),
            // Cut within a character, as many programs do.
            ("=?utf-8?Q?M=C3?= =?utf-8?Q?=BCller?=", "Müller"), ("=?utf-8?Q?a?=  =?utf-8?Q?b?=", "ab"),
            ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"), ("x =?utf-8?Q?y?=", "x y"), ("=?utf-8?Q?a_?=", "a "),
            ("=?utf-8?Q?a", "=?utf-8?Q?a"), ("=?koi8-r?Q?a?=", "=?koi8-r?Q?a?="), ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
            ("=??Q?a?=", "=??Q?a?="), ("=?=?=?", "=?=?=?"), ("a=b=c", "a=b=c"), ("", ""),
            // Bare bytes beyond ASCII.
            ("Grüße", "Grüße"),
        ])
    func words(value: String, text: String) {
        #expect(EncodedWord.text(Array(value.utf8)) == text)
        #expect(read("Subject: \(value)\n\n").subject == text)
    }

    @Test(
        "The first mailbox is found, its name decoded",
        arguments: [
            ("Erika Muster <a@b.example>", "Erika Muster", "a@b.example"),
            ("\"Muster, Erika\" <a@b.example>", "Muster, Erika", "a@b.example"),
            ("\"Erika \\\"E\\\" Muster\" <a@b.example>", "Erika \"E\" Muster", "a@b.example"),
            ("a@b.example (Erika (die) Muster)", "Erika die Muster", "a@b.example"), ("a@b.example", "", "a@b.example"),
            ("<a@b.example>", "", "a@b.example"), ("=?utf-8?Q?J=C3=B6rg?= <a@b.example>", "Jörg", "a@b.example"),
            ("A <a@b.example>, B <c@d.example>", "A", "a@b.example"), ("a@b.example, c@d.example", "", "a@b.example"),
            // A name that is another address is none.
            ("\"chef@verband.example\" <a@b.example>", "", "a@b.example"),
            ("Ü <a@bücher.example>", "Ü", "a@bücher.example"),
        ])
    func sender(field: String, name: String, address: String) throws {
        let sender = try #require(read("From: \(field)\n\n").sender)
        #expect(sender.name == name && sender.address.description == address)
    }

    @Test(
        "What holds no address has no sender",
        arguments: ["", "Erika", "<>", "a@", "<a b@c>", "a@b@c", "\"", "(((", "<"])
    func noSender(field: String) {
        #expect(read("From: \(field)\n\n").sender == nil)
    }

    @Test(
        "Texts are decoded",
        arguments: [
            ("utf-8", "8bit", Array("Grüße\n".utf8), "Grüße\n"),
            ("utf-8", "quoted-printable", Array("Gr=C3=BC=\n=C3=9Fe\n".utf8), "Grüße\n"),
            ("iso-8859-1", "quoted-printable", Array("Gr=FC=DFe\n".utf8), "Grüße\n"),
            ("windows-1252", "8bit", Array("5 ".utf8) + [0x80, 0x0A], "5 €\n"),
            ("us-ascii", "base64", Array("R3LDvMOfZQ==\n".utf8), "Grüße"),
            // It says so, and is not.
            ("utf-8", "8bit", [0x47, 0x72, 0xFC, 0xDF, 0x65, 0x0A], "Grüße\n"),
            ("made-up", "9bit", Array("a\n".utf8), "a\n"),
        ] as [(String, String, [UInt8], String)])
    func texts(charset: String, encoding: String, bytes: [UInt8], text: String) {
        let head =
            "Content-Type: text/plain; charset=\"\(charset)\"; format=flowed\nContent-Transfer-Encoding: \(encoding)\n\n"
        #expect(IncomingMail(Array(head.utf8) + bytes).text == text)
    }

    private static let mixed = """
        Content-Type: multipart/mixed; boundary="=_outer"

        This is no part.
        --=_outer
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type: text/html

        <p>HTML</p>
        --inner
        Content-Type: text/plain

        plain
        --inner--
        --=_outer
        Content-Type: text/plain; name=notes.txt
        Content-Disposition: attachment; filename=notes.txt

        not this
        --=_outer
        Content-Type: application/pdf
        Content-Transfer-Encoding: base64

        JVBERi0=
        --=_outer
        Content-Type: message/rfc822

        Subject: inner

        nor this
        --=_outer--
        after
        """

    @Test("The plain text of a mail with parts is found, not its attachments")
    func parts() {
        let mail = read(Self.mixed)
        #expect(mail.text == "plain\n" && mail.attachments == 3)
    }

    @Test("Of a mail in HTML alone, the words are read")
    func html() {
        let mail = read(
            """
            Content-Type: text/html; charset=utf-8

            <html><head><title>no</title><style>p { color: red }</style></head><body>
            <!-- no --> <p title="a > b">Guten&nbsp;Tag,<br>ich&auml; &lt;b&gt; &#8364; &#x41; &bogus; & 1 < 2</p>
            <script>alert("no")</script><div>Ende</div></body></html>
            """)
        #expect(mail.text == "Guten Tag,\nichä <b> € A &bogus; & 1 < 2\n\nEnde\n")
        // A blank alternative in plain text is none.
        let blank = Self.mixed.replacing("plain\n--inner--", with: " \n--inner--")
        #expect(read(blank).text == "HTML\n")
    }

    @Test(
        "A mail that a program must not answer says why",
        arguments: [
            ("Return-Path: <>", [.returned]), ("Return-Path: MAILER-DAEMON", [.returned]),
            ("From: <MAILER-DAEMON@a.example>", [.returned]), ("From: postmaster@a.example", [.returned]),
            ("Content-Type: multipart/report; boundary=b", [.returned]), ("Auto-Submitted: auto-replied", [.automatic]),
            ("Auto-Submitted: auto-generated (rejected)", [.automatic]), ("Precedence: auto_reply", [.automatic]),
            ("X-Autoreply: yes", [.automatic]), ("Auto-Submitted: no", []), ("Auto-Submitted: No ; x=y", []),
            ("List-Id: <a.b.example>", [.list]), ("Precedence: List", [.list]), ("List-Unsubscribe: <x>", [.list]),
            ("Precedence: bulk", [.bulk]), ("Precedence: junk", [.bulk]), ("Precedence: first-class", []),
            ("From: no-reply@a.example", [.noReply]), ("From: NoReply+x@a.example", [.noReply]),
            ("From: shop-noreply@a.example", [.noReply]), ("From: bitte-nicht-antworten@a.example", [.noReply]),
            ("From: owner-liste@a.example", [.noReply]), ("From: liste-request@a.example", [.noReply]),
            ("From: noreen@a.example", []), ("X-Auto-Response-Suppress: DR, OOF, AutoReply", [.suppressed]),
            ("X-Auto-Response-Suppress: DR", []), ("X-Spam-Flag: YES", [.spam]), ("X-Spam-Flag: no", []),
            ("X-Spam-Status: Yes, score=9", [.spam]),
        ] as [(String, [MachineMark])])
    func marks(field: String, marks: [MachineMark]) {
        #expect(read("\(field)\n\ntext\n").marks == marks)
    }

    @Test("What the mail system says about the envelope counts more than the field")
    func envelope() throws {
        let address = IncomingMail.ReturnPath.address(try EmailAddress("a@b.example"))
        #expect(read("Return-Path: <x@y.example>\n\n", envelope: "a@b.example").returnPath == address)
        #expect(read("Return-Path: <x@y.example>\n\n", envelope: "").returnPath == .empty)
        #expect(read("Return-Path: <>\n\n", envelope: "<a@b.example>").returnPath == address)
        #expect(read("Subject: x\n\n").returnPath == .unknown)
        #expect(read("Return-Path: nonsense\n\n").returnPath == .other)
    }

    @Test("Nothing of it steers a terminal or a header")
    func steering() {
        let mail = read("Subject: =?utf-8?Q?a=0D=0ABcc:_x=1B=5B2J?=\nMessage-ID: <a\"b@c> \n\n")
        #expect(mail.subject == "a  Bcc: x [2J" && mail.messageID == nil)
    }

    @Test("A thousand levels, a thousand parts and megabytes are read at once")
    func limits() {
        var levels = ""
        for level in 0..<1000 { levels += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        #expect(read(levels + "\ntext").text.isEmpty)
        let parts = "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\nX: y\n\n", count: 100_000)
        #expect(read(parts).attachments <= TextSearch.mostParts)
        let long = IncomingMail(Array("Subject: x\n\n".utf8) + [UInt8](repeating: 0x61, count: 6_000_000))
        #expect(long.isCut && long.text.utf8.count == TextSearch.longestText)
        let tags = "Content-Type: text/html\n\n" + String(repeating: "<a \"<!--&", count: 40_000)
        _ = read(tags)
    }

    @Test(
        "Broken mails are read as far as they go",
        arguments: ["", "\n", "x", "\0\0\0", "Subject", "Content-Type: multipart/mixed\n\nx"])
    func broken(text: String) {
        let mail = read(text)
        #expect(mail.sender == nil && mail.subject.isEmpty && mail.messageID == nil)
    }
}
