import Mail
import TestSupport
import Testing

/// Messages read back by Python's `email`, which shares no code and no author with the writer.
struct MailMessagePythonTests {
    /// Names and subjects that have broken mail elsewhere.
    private static let texts: [String] = [
        "Müller-Straße, Jörg", "Jörg Müller", "Joerg Mueller", "Dr. Jörg Müller", "Dr. J. Mueller", "O'Brien",
        "\"", "\\", "\"Jörg\"", "a \"quoted\" name", "back\\slash", "trailing\\", "\\\"", "<x@y.example>",
        "Jörg <x@y.example>", "a@b.example, c@d.example", "x; y: z", "(comment)", "(open", "[x]", "group: a;",
        "=?utf-8?Q?x?=", "=?utf-8?B?w7w=?= y", "=?", "?=", "a =?= b", "_under score_", "100 % = ?", "😀", "👩‍👩‍👧‍👦 Familie",
        "日本語の名前", "שלום עולם", "مرحبا بالعالم", "\u{202E}abc\u{202C}", "e\u{301}\u{323}\u{302} combining",
        "a" + String(repeating: "\u{308}", count: 60), String(repeating: "ü", count: 80),
        String(repeating: "x", count: 300), String(repeating: "wort ", count: 60) + "ende",
        String(repeating: "Straße ", count: 30) + "ende", String(repeating: "😀", count: 50),
        String(repeating: "\"", count: 100), "LIGA Thüringen – Fortbildung", "…", "\u{A0}", "a\u{A0}b", "\u{FFFD}",
        "\u{FEFF}x", ".", ". .", "From x", "To: y", "%0d%0aBcc: x@y.example", "\\r\\nBcc: x@y.example",
        "--=_alternative",
    ]

    private static let bodies: [String] = [
        "Guten Tag\n", "ohne Zeilenende", "\n\n\nleer\n\n", ".\n..\n.x\n", "From x\n>From y\n", "a \nb\t\n \n",
        "--=_alternative\n--=_alternative--\n", "=\n==\n=20\n=C3\n", String(repeating: "Wort ", count: 400),
        String(repeating: "x", count: 2000) + "\n", String(repeating: "ü", count: 300), "mac\rdos\r\nunix\n",
        "\u{1B}[31m\u{0}\u{7}\n", "😀 e\u{301} שלום\n", "Benutzername: a@b.de\nPasswort: abcd-efgh-jkmn-pqrs\n", "",
    ]

    @Test(.timeLimit(.minutes(5))) func `reads back as it was meant`() throws {
        let folder = try TemporaryFolder()
        for (index, text) in Self.texts.enumerated() {
            // Its neighbour as the subject, so that a mix-up of the two shows.
            let subject = Self.texts[(index + 1) % Self.texts.count]
            let body = Self.bodies[index % Self.bodies.count]
            let html = index % 2 == 1 ? "<p>" + body : nil
            let message = try MailMessage.make(
                name: text, address: index % 3 == 0 ? "joerg@müller.example" : "Joerg.X+y@example.de", subject: subject,
                text: body, html: html)
            try folder.write(message.rendered(), to: "\(index).eml")
            try folder.write((message.to.name?.text ?? "").utf8, to: "\(index).name")
            try folder.write(message.to.address.wire.utf8, to: "\(index).address")
            try folder.write(subject.utf8, to: "\(index).subject")
            try folder.write(body.utf8, to: "\(index).text")
            if let html { try folder.write(html.utf8, to: "\(index).html") }
        }
        let output = try Python.run(Self.script, in: folder)
        #expect(output == "checked \(Self.texts.count)\n")
    }

    @Test(.timeLimit(.minutes(5))) func `agrees with Python about punycode`() throws {
        let folder = try TemporaryFolder()
        let labels = [
            "ü", "münchen", "sömmerda", "straße", "日本語", "пример", "παράδειγμα", "مثال", "aüböc", "ça-va",
            "zz\u{10FFFF}",
        ]
        for (index, label) in labels.enumerated() {
            try folder.write(label.utf8, to: "\(index).label")
            try folder.write((Punycode.encode(label) ?? "").utf8, to: "\(index).code")
        }
        let script = """
            import pathlib, sys
            folder = pathlib.Path(sys.argv[1])
            count = 0
            for label in folder.glob('*.label'):
                expected = label.read_text('utf-8').encode('punycode')
                assert label.with_suffix('.code').read_bytes() == expected, expected
                count += 1
            print('checked', count)
            """
        #expect(try Python.run(script, in: folder) == "checked \(labels.count)\n")
    }

    @Test(.timeLimit(.minutes(5))) func `agrees with Python about dates`() throws {
        let folder = try TemporaryFolder()
        var lines: [String] = []
        // Steps of about 1.1 years with a remainder in every smaller unit.
        for seconds in stride(from: Int64(-2_208_900_000), to: 253_402_000_000, by: 35_012_377) {
            let offset = Int(seconds % 1440) * 60
            let date = try #require(MailDate(unixSeconds: seconds, offsetSeconds: offset))
            lines.append("\(seconds) \(date)\n")
        }
        #expect(lines.count > 7000)
        try folder.write(lines.joined().utf8, to: "dates")
        let script = """
            import datetime, email.utils, pathlib, sys
            lines = (pathlib.Path(sys.argv[1]) / 'dates').read_text().splitlines()
            start = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
            for line in lines:
                seconds, text = line.split(' ', 1)
                # The ready-made parser reads small years as two-digit ones; none is that small here.
                date = email.utils.parsedate_to_datetime(text)
                assert date - start == datetime.timedelta(seconds=int(seconds)), line
                assert date.strftime('%a') == text[:3], line
            print('checked', len(lines))
            """
        #expect(try Python.run(script, in: folder) == "checked \(lines.count)\n")
    }

    /// Prints one line for each thing wrong, then how many messages were read.
    private static let script = #"""
        import collections, email, email.header, email.policy, email.utils, pathlib, re, sys

        folder = pathlib.Path(sys.argv[1])
        headers = ['date', 'from', 'reply-to', 'to', 'subject', 'message-id', 'auto-submitted',
                   'x-auto-response-suppress', 'content-language', 'mime-version', 'content-type']
        count = 0

        def wrong(case, *what):
            print(case.name, *what)

        def lines(text):
            text = text.replace('\r\n', '\n').replace('\r', '\n')
            return text if text == '' or text.endswith('\n') else text + '\n'

        for case in sorted(folder.glob('*.eml')):
            count += 1
            expected = {kind: case.with_suffix('.' + kind).read_bytes().decode('utf-8')
                        for kind in ('name', 'address', 'subject', 'text', 'html')
                        if case.with_suffix('.' + kind).exists()}
            octets = case.read_bytes()
            if re.search(rb'(?<!\r)\n|\r(?!\n)', octets): wrong(case, 'bare line end')
            if re.search(rb'[^\t\r\n\x20-\x7e]', octets): wrong(case, 'not printable ASCII')
            if not octets.endswith(b'\r\n'): wrong(case, 'no line end at the end')
            head, _, body = octets.partition(b'\r\n\r\n')
            for line in octets.split(b'\r\n'):
                if len(line) > 76: wrong(case, 'long line', line)
            for line in head.split(b'\r\n'):
                if not line.strip() or line[-1:].isspace(): wrong(case, 'blank at a line end', line)
            for word in re.findall(rb'=\?utf-8\?[QB]\?[^?]*\?=', head):
                if len(word) > 75: wrong(case, 'long encoded word', word)

            message = email.message_from_bytes(octets, policy=email.policy.SMTP)
            names = [name.lower() for name in message.keys()]
            if 'html' not in expected: names.remove('content-transfer-encoding')
            if sorted(names) != sorted(headers): wrong(case, 'headers', names)
            for part in message.walk():
                if part.defects: wrong(case, 'defects', part.defects)
                for name, value in part.items():
                    if value.defects: wrong(case, name, 'defects', value.defects)

            if message['subject'] != expected['subject']: wrong(case, 'subject', repr(message['subject']))
            addresses = message['to'].addresses
            if len(addresses) != 1 or addresses[0].addr_spec != expected['address']: wrong(case, 'address', addresses)
            if [a.addr_spec for a in message['from'].addresses] != ['folien@example.org']: wrong(case, 'from')
            if [a.addr_spec for a in message['reply-to'].addresses] != ['fortbildung@example.org']:
                wrong(case, 'reply-to')
            # The address parser of Python 3.11 keeps the blank between two encoded words (its issue 128110), so the
            # name is taken out undecoded and decoded by the older reader.
            raw = re.search(rb'^To: ((?:[^\r\n]|\r\n )*)', head, re.M).group(1).decode('ascii').replace('\r\n', '')
            name, address = email.utils.parseaddr(raw)
            if raw.count('=?utf-8?') < 2 and addresses[0].display_name != expected['name']:
                wrong(case, 'display name', repr(addresses[0].display_name))
            is_quoted = raw.startswith('"')
            if not is_quoted: name = str(email.header.make_header(email.header.decode_header(name)))
            if name != expected['name']: wrong(case, 'name', repr(name), 'instead of', repr(expected['name']))
            if address != expected['address']: wrong(case, 'address of the older reader', address)

            if 'html' in expected:
                if message.get_content_type() != 'multipart/alternative': wrong(case, message.get_content_type())
                parts = list(message.iter_parts())
            else:
                parts = [message]
            kinds = [('text/plain', 'text'), ('text/html', 'html')][:len(parts)]
            if len(parts) != ('html' in expected) + 1: wrong(case, 'parts', len(parts))
            for part, (kind, key) in zip(parts, kinds):
                if part.get_content_type() != kind or part.get_content_charset() != 'utf-8': wrong(case, kind)
                content = part.get_payload(decode=True).decode('utf-8')
                if content != lines(expected[key]).replace('\n', '\r\n'):
                    wrong(case, kind, repr(content), 'instead of', repr(expected[key]))
        print('checked', count)
        """#
}
