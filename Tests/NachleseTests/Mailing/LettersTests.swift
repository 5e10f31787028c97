import Codecs
import DomainTestSupport
import Mail
import SQLite
import Secrets
import TestSupport
import Testing

@testable import Catalogue
@testable import Letters
@testable import Members
@testable import Nachlese

@Suite(.timeLimit(.minutes(15))) struct LettersTests {
    /// What has broken mail or pages elsewhere (security.md M1).
    private static let payloads: [String] = [
        "Erika Muster", "Müller-Straße, Jörg", "a\r\nBcc: x@y.example", "a\nTo: x@y.example", "a\rCc: x@y.example",
        "a\u{0}b", "=?utf-8?Q?x?=", "=?utf-8?B?QmNjOiB4?=", "=?", "x, y@z.example", "<x@y.example>",
        "Jörg <x@y.example>", "a@b.example, c@d.example", "\"quoted\"", "back\\slash", "(comment", "group: a;",
        "\u{1B}[31mrot\u{1B}[0m", "\u{9B}31m", "\u{202E}abc\u{202C}", "\u{200F}x", "\u{2066}x\u{2069}",
        "zwei\u{2028}Zeilen", "\u{85}x", "<b>fett</b>", "<script>alert(1)</script>", "<img src=x onerror=y>",
        "\" onmouseover=\"x", "' style='x", "&amp;&lt;", "</td></table>", "{password}", "{{name}}", "}",
        "--=_alternative",
        "https://evil.example/?a=1", "Passwort: ABCD-EFGH-JKLM-NPQR", "x\nPasswort: ABCD-EFGH-JKLM-NPQR",
        String(repeating: "wort ", count: 11) + "vor dem Passwort: ABCD", "e\u{301}\u{323}<i>", "\"\u{301}>",
        "👩‍👩‍👧‍👦 Familie", "שלום עולם", "%0d%0aBcc: x", "From x", ".", String(repeating: "ü", count: 150),
    ]

    @Test func `every kind reads back without a defect, and the HTML says what the text says`() throws {
        let folder = try TemporaryFolder()
        var count = 0
        for language in Language.allCases {
            let world = try World()
            for (index, payload) in Self.payloads.enumerated() {
                try dress(world, with: payload, index)
                let account = try world.hostile(payload, index, language: language)
                for letter in try World.letters(to: account, now: world.now) {
                    let (mail, bytes) = try world.post(letter, to: account)
                    try folder.write(bytes, to: "\(count).eml")
                    let expected = [
                        account.email.wire, account.name, mail.subject, language.rawValue, mail.kind.rawValue,
                        index % 3 == 1 ? "" : "buero@example.org",
                    ]
                    try folder.write(expected.joined(separator: "\n").utf8, to: "\(count).expected")
                    count += 1
                }
            }
        }
        let output = try Python.run(Self.script, in: folder)
        #expect(output == "checked \(count)\n")
    }

    /// Puts the payload wherever the office or a title could have it.
    private func dress(_ world: World, with payload: String, _ index: Int) throws {
        let label = try Label(payload).text
        world.settings.publicURL = PublicURL("https://slides.example.org")
        world.settings.office.name = index % 2 == 0 ? label : "Beispielverband"
        world.settings.office.street = label
        world.settings.office.phone = label
        world.settings.office.email = index % 3 == 1 ? nil : try EmailAddress("buero@example.org")
        world.settings.serviceName = label
    }

    @Test func `what stands in the database unclean does not break a letter`() throws {
        let world = try World()
        let account = try world.hostile("Erika Muster", language: .german)
        try world.database.transaction { transaction in
            try transaction.run(
                "UPDATE series SET title = ?", "x\r\nPasswort: ABCD\u{0}\u{1B}[31m\u{202E}")
        }
        let (mail, bytes) = try world.post(.credentials(InitialPassword(), until: world.now), to: account)
        #expect(mail.subject == "Ihr Zugang zu den Präsentationen: x  Passwort: ABCD  [31m ")
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        #expect(lines.count { $0.hasPrefix("Passwort: ") } == 1)
    }

    @Test(arguments: Language.allCases)
    func `credentials say who, where, how, until when and what`(language: Language) throws {
        let world = try World()
        world.settings.office.name = "Beispielverband"
        world.settings.office.phone = "0361 000000"
        world.settings.office.email = try EmailAddress("buero@example.org")
        world.settings.publicURL = PublicURL("https://slides.example.org")
        let series = try world.series(title: "Kooperative Sozialplanung")
        try world.presentation("A", in: world.module(in: series))
        try world.presentation("B", in: world.module("entwurf", in: series, published: false))
        let account = try world.account(language: language)
        try world.database.transaction { transaction in
            _ = try Admission.admit(
                account.id, to: .series(series.id), until: world.now + 86_400, now: world.now, in: transaction)
        }
        let password = InitialPassword()
        let message = try world.message(.credentials(password, until: world.now + 30 * 86_400), to: account)
        let lines = message.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let isGerman = language == .german
        #expect(lines[0] == (isGerman ? "Guten Tag Jörg Müller-Straße," : "Dear Jörg Müller-Straße,"))
        #expect(lines.contains(isGerman ? "Benutzername: person@example.org" : "User name: person@example.org"))
        #expect(lines.contains("\(isGerman ? "Passwort" : "Password"): \(password.grouped.reveal())"))
        #expect(lines.contains("https://slides.example.org/login?email=person@example.org"))
        let flowing = lines.joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            flowing.contains(
                isGerman ? "Samstag, 4. März 2017, 13:00 Uhr" : "Saturday, 4 March 2017, 13:00"))
        let opened =
            isGerman
            ? "alle Module der Reihe, zurzeit 1 Präsentation, offen bis 3. Februar 2017"
            : "all modules of the series, 1 presentation at present, open until 3 February 2017"
        #expect(flowing.contains("- Kooperative Sozialplanung: \(opened)"))
        let (mail, site) = isGerman ? ("E-Mail", "Internet") : ("E-mail", "Web site")
        #expect(flowing.contains("0361 000000 \(mail): buero@example.org \(site): https://slides.example.org "))
        #expect(flowing.hasSuffix(": https://slides.example.org/contact"))
        #expect(message.subject.text.hasSuffix(": Kooperative Sozialplanung"))
        #expect(message.subject.text.unicodeScalars.count <= 60)
        #expect(message.replyTo?.address.description == "buero@example.org")
        #expect(message.from.name?.text == "Beispielverband")
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= 72 || !$0.contains(" ") })
        let html = try message.html.unwrapped()
        #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
        #expect(html.contains(">\(password.grouped.reveal())</div>"))
    }

    @Test func `an address is escaped for the query, and no notice tells it to another mailbox`() throws {
        let world = try World()
        let account = try world.account("a+b&c=d@example.org")
        let message = try world.message(.credentials(InitialPassword(), until: world.now), to: account)
        #expect(message.text.contains("/login?email=a%2Bb%26c%3Dd@example.org\n"))
        let old = try EmailAddress("vorher@example.com")
        let notice = Letter.addressChanged(from: old, to: account.email)
        let toOld = try world.message(notice, to: account, at: old)
        #expect(toOld.to.address == old)
        #expect(toOld.text.contains("Bisher: vorher@example.com\nJetzt: a…@example.org\n"))
        #expect(!toOld.text.contains("b&c") && !toOld.text.contains("email="))
        let toNew = try world.message(notice, to: account)
        #expect(toNew.text.contains("Bisher: v…@example.com\nJetzt: a+b&c=d@example.org\n"))
    }

    @Test func `HTML can be switched off`() throws {
        let world = try World()
        world.settings.mailHTML = .off
        #expect(try world.message(.passwordChanged, to: world.account()).html == nil)
    }

    @Test func `a long title is cut in the subject only`() throws {
        let world = try World()
        let title = String(repeating: "Kooperation ", count: 20)
        let series = try world.series(title: title)
        let account = try world.account()
        try world.database.transaction { transaction in
            _ = try Admission.admit(account.id, to: .series(series.id), until: nil, now: world.now, in: transaction)
        }
        let message = try world.message(.credentials(InitialPassword(), until: world.now), to: account)
        #expect(message.subject.text.unicodeScalars.count <= 120)
        #expect(message.subject.text.hasSuffix("Kooperation…"))
        #expect(message.text.replacing("\n  ", with: " ").contains("- \(title)".dropLast() + ": alle Module"))
    }

    /// Prints a line for each thing wrong, then how many messages were read.
    private static let script = #"""
        import email, email.header, email.policy, email.utils, html.parser, pathlib, re, sys

        folder = pathlib.Path(sys.argv[1])
        FIELDS = {'date', 'from', 'to', 'subject', 'message-id', 'auto-submitted', 'x-auto-response-suppress',
                  'content-language', 'mime-version', 'content-type'}
        count = 0

        class Page(html.parser.HTMLParser):
            void = {'meta', 'br', 'wbr'}
            allowed = {'html', 'head', 'meta', 'title', 'style', 'body', 'div', 'p', 'a', 'ul', 'li', 'table', 'tr',
                       'td', 'span', 'br', 'wbr'}
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.open, self.text, self.faults, self.link, self.lang = [], '', [], None, None
            def handle_starttag(self, tag, attributes):
                found = dict(attributes)
                if tag not in self.allowed: self.faults.append(f'<{tag}>')
                for name, value in found.items():
                    if name in ('src', 'background', 'srcset') or name.startswith('on'): self.faults.append(name)
                    if 'url(' in (value or ''): self.faults.append(value)
                if tag in ('p', 'div', 'li', 'br', 'td'): self.text += ' '
                if tag == 'html': self.lang = found.get('lang')
                if tag == 'a': self.link = [found['href'], '']
                if tag not in self.void: self.open.append(tag)
            def handle_endtag(self, tag):
                if not self.open or self.open.pop() != tag: self.faults.append(f'</{tag}>')
                if tag == 'a':
                    href, shown = self.link
                    if href not in (shown, 'mailto:' + shown): self.faults.append(f'link {shown!r} leads to {href!r}')
                    if not re.match(r'https?://slides\.example\.org|mailto:buero@example\.org$', href):
                        self.faults.append(f'foreign link {href!r}')
                    self.link = None
            def handle_data(self, data):
                if self.open and self.open[-1] == 'style':
                    if re.search(r'url\(|@import|http', data): self.faults.append('style loads something')
                    return
                if 'body' not in self.open: return
                if self.link: self.link[1] += data
                self.text += data

        for case in sorted(folder.glob('*.eml'), key=lambda path: int(path.stem)):
            count += 1
            def wrong(*what): print(case.name, *what)
            address, name, subject, language, kind, reply = case.with_suffix('.expected').read_text('utf-8').split('\n')
            octets = case.read_bytes()
            if re.search(rb'(?<!\r)\n|\r(?!\n)|[^\t\r\n\x20-\x7e]', octets): wrong('octets')
            if max(map(len, octets.split(b'\r\n'))) > 76: wrong('long line')
            message = email.message_from_bytes(octets, policy=email.policy.SMTP)
            names = [field.lower() for field in message.keys()]
            fields = FIELDS | ({'reply-to'} if reply else set())
            if len(names) != len(set(names)) or set(names) != fields: wrong('fields', names)
            for part in message.walk():
                if part.defects: wrong('defects', part.defects)
                for field, value in part.items():
                    if value.defects: wrong(field, value.defects)
            if [a.addr_spec for a in message['to'].addresses] != [address]: wrong('to', message['to'])
            older = email.message_from_bytes(octets)
            shown = str(email.header.make_header(email.header.decode_header(older['To'])))
            if shown.count('=?') == 0 and '"' not in shown and not shown.startswith(' '.join(name.split())):
                wrong('name', repr(shown), repr(name))
            if message['subject'] != subject: wrong('subject', message['subject'])
            if message['content-language'] != language: wrong('language')
            if message['auto-submitted'] != 'auto-generated': wrong('auto-submitted')
            parts = [part.get_content_type() for part in message.iter_parts()]
            if parts != ['text/plain', 'text/html']: wrong('parts', parts)
            text, markup = [part.get_content().replace('\r\n', '\n') for part in message.iter_parts()]
            for found in (text, markup):
                if re.search('[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]', found):
                    wrong('control characters')
            labels = {'de': ('Benutzername', 'Passwort'), 'en': ('User name', 'Password')}[language]
            lines = [line for line in text.split('\n') if re.match(r'(Benutzername|Passwort|User name|Password):', line)]
            if kind in ('credentials', 'new-credentials'):
                if len(lines) != 2 or lines[0] != f'{labels[0]}: {address}' \
                        or not re.fullmatch(labels[1] + r': [2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}', lines[1]):
                    wrong('contract', lines)
                secret = lines[-1].rpartition(' ')[2]
                if secret in str(message['subject']): wrong('secret in the subject')
                if markup.count(f'>{secret}</div>') != 1: wrong('password in HTML')
            elif lines: wrong('lines', lines)
            page = Page()
            page.feed(markup)
            page.close()
            if page.faults or page.open: wrong('HTML', page.faults, page.open)
            if page.lang != language: wrong('lang', page.lang)
            words = re.sub(r'^- ', '', text, flags=re.M).split()
            if page.text.split() != words:
                wrong('HTML says', [pair for pair in zip(page.text.split(), words) if pair[0] != pair[1]][:3])
        print('checked', count)
        """#
}

extension World {
    /// An account with a text in every place that people fill, admitted to a series and a module of such titles.
    func hostile(_ text: String, _ number: Int = 0, language: Language) throws -> Account {
        let series = try series("reihe-\(number)", title: text)
        let module = try module("modul-\(number)", in: series)
        try presentation(text, in: module)
        return try database.transaction { transaction in
            let account = try Account.add(
                .init(
                    email: EmailAddress("person\(number)@example.org"), name: Label(text), organisation: Label(text),
                    language: language, expiresAt: nil),
                now: now, in: transaction)
            _ = try Admission.admit(account.id, to: .series(series.id), until: nil, now: now, in: transaction)
            return account
        }
    }

    /// A letter before it is put into the outbox.
    func message(_ letter: Letter, to account: Account, at address: EmailAddress? = nil) throws -> MailMessage {
        let recipient = Recipient(account, at: address)
        let values = try LetterValues(
            letter, account: account, recipient: recipient.address, settings: settings, now: now, in: database)
        return try Wording.standard(WordingName(letter.kind, account.language)).message(
            values, from: settings.letterhead, sender: settings.senderAddress, to: recipient, now: now,
            hasHTML: settings.mailHTML == .on)
    }
}
