import Codecs
import DomainTestSupport
import Mail
import SQLite
import Testing

@testable import Catalogue
@testable import Letters
@testable import Members
@testable import Nachlese

struct WordingTests {
    /// A wording of credentials without a fault, to be spoiled line by line.
    private static let sound = [
        "Betreff: Zugang zu {topic}", "", "Hallo {name},", "", "{admissions}", "", "{sign-in-page}", "",
        "Benutzername: {user-name}", "Passwort: {password}", "", "Gültig bis {valid-until}.", "", "{office}",
    ]

    private func fault(
        _ bytes: [UInt8], _ kind: OutboxMail.Kind = .credentials, _ language: Language = .german
    ) -> Wording.Fault? {
        do throws(Wording.Fault) {
            _ = try Wording.read(bytes, as: WordingName(kind, language), file: "x")
            return nil
        } catch {
            return error
        }
    }

    @Test func `built-in wordings are in order`() throws {
        for name in WordingName.all {
            let source = Wording.standard(name).source
            #expect(fault(Array(source.utf8), name.kind, name.language) == nil)
        }
    }

    @Test func `a sound one is taken, with CRLF, a byte order mark and blanks at line ends`() {
        let text = Self.sound.joined(separator: "  \r\n")
        #expect(fault(Array(Self.sound.joined(separator: "\n").utf8)) == nil)
        #expect(fault([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == nil)
    }

    /// A line to replace by something, where the fault is, and which.
    private static let spoiled: [(line: Int, by: String?, at: Int, Wording.Reason)] = [
        (1, "Zugang zu {topic}", 1, .noSubject(language: .german)),
        (1, "Betreff:  ", 1, .noSubject(language: .german)),
        (1, "", 1, .noSubject(language: .german)),
        (1, "Betreff: {password}", 1, .inSubject(.password, kind: .credentials)),
        (1, "Betreff: {admissions}", 1, .inSubject(.admissions, kind: .credentials)),
        (1, "Betreff: {topik}", 1, .unknownPlaceholder("topik", nearest: .topic)),
        (1, "Betreff: " + String(repeating: "x", count: 201), 1, .subjectTooLong(limit: 200)),
        (2, "Hallo", 2, .noEmptyLine),
        (3, "Hallo {nmae},", 3, .unknownPlaceholder("nmae", nearest: .name)),
        (3, "Hallo {},", 3, .unknownPlaceholder("", nearest: .name)),
        (3, "Hallo { name },", 3, .unknownPlaceholder(" name ", nearest: .name)),
        (3, "Hallo {name,", 3, .loneBrace("{")),
        (3, "Hallo {na{name}", 3, .loneBrace("{")),
        (3, "Hallo name},", 3, .loneBrace("}")),
        (3, "Hallo {{name},", 3, .loneBrace("}")),
        (3, "Hallo {old-address},", 3, .misplaced(.oldAddress, kind: .credentials)),
        (3, "Hallo\u{0}", 3, .controlCharacter("\u{0}")),
        (3, "Hallo\tSie", 3, .controlCharacter("\t")),
        (3, "Hallo\u{1B}[31m", 3, .controlCharacter("\u{1B}")),
        (3, "Hallo\u{202E}", 3, .controlCharacter("\u{202E}")),
        (3, "Hallo\u{061C}", 3, .controlCharacter("\u{061C}")),
        (3, "Hallo\rBcc: x", 3, .controlCharacter("\r")),
        (3, "Hallo\u{2028}", 3, .controlCharacter("\u{2028}")),
        (3, String(repeating: "x", count: 2001), 3, .lineTooLong(limit: 2000)),
        (5, "Sie öffnen {admissions}", 5, .notAlone(.admissions)),
        (5, "- {admissions}", 5, .notAlone(.admissions)),
        (7, "hier", 14, .missing(.signInPage)),
        (9, "Benutzer: {user-name}", 14, .missingLine("Benutzername: {user-name}")),
        (9, "Benutzername: {user-name}.", 9, .otherLine(instead: "Benutzername: {user-name}")),
        (9, "User name: {user-name}", 9, .otherLine(instead: "Benutzername: {user-name}")),
        (10, "Passwort:{password}", 10, .otherLine(instead: "Passwort: {password}")),
        (10, "Ihr Passwort lautet {password}", 10, .otherLine(instead: "Passwort: {password}")),
        (10, "Password: {password}", 10, .otherLine(instead: "Passwort: {password}")),
        (10, nil, 13, .missingLine("Passwort: {password}")),
        (12, "Passwort: {password}", 12, .otherLine(instead: "Passwort: {password}")),
        (12, "Gültig.", 14, .missing(.validUntil)),
        (14, "Ihr Büro", 14, .missing(.office)),
    ]

    @Test(arguments: spoiled.indices) func `a fault is told with its line`(index: Int) {
        let (line, replacement, at, reason) = Self.spoiled[index]
        var lines = Self.sound
        if let replacement { lines[line - 1] = replacement } else { lines.remove(at: line - 1) }
        let found = fault(Array(lines.joined(separator: "\n").utf8))
        #expect(found == Wording.Fault(file: "x", line: at, reason))
        #expect(found?.description.hasPrefix("x, line \(at): ") == true)
    }

    @Test func `bytes that are no text, and too many, are refused`() {
        let start = Array(Self.sound.joined(separator: "\n").utf8)
        #expect(fault(start + [0x0A, 0x0A, 0xFC, 0x0A]) == Wording.Fault(file: "x", line: 16, .notUTF8))
        #expect(fault([0xFF, 0xFE] + start) == Wording.Fault(file: "x", line: 1, .notUTF8))
        let long = start + [UInt8](repeating: 0x0A, count: 16 << 10)
        #expect(fault(long) == Wording.Fault(file: "x", .file(.tooLong(limit: 16 << 10))))
        #expect(fault([]) == Wording.Fault(file: "x", line: 1, .noSubject(language: .german)))
        #expect(fault(Array("Betreff: x\n\n \n".utf8)) == Wording.Fault(file: "x", line: 2, .noBody))
    }

    @Test(arguments: WordingName.all)
    func `no byte changed in a built-in one makes the reader trap`(name: WordingName) {
        let bytes = Array(Wording.standard(name).source.utf8)
        // Every third, each mail beginning elsewhere.
        for index in stride(from: name.description.utf8.count % 3, to: bytes.count, by: 3) {
            for byte: UInt8 in [0x00, 0x0A, 0x7B, 0x7D, 0xC3, 0xFF] {
                var changed = bytes
                changed[index] = byte
                _ = fault(changed, name.kind, name.language)
            }
        }
    }

    @Test func `every fault says what to do`() {
        #expect(
            Wording.Fault(file: "credentials.de.txt", line: 3, .unknownPlaceholder("nmae", nearest: .name)).description
                == "credentials.de.txt, line 3: there is no placeholder '{nmae}'; did you mean '{name}'?")
        #expect(
            Wording.Fault(file: "x", line: 1, .inSubject(.password, kind: .credentials)).description
                == "x, line 1: '{password}' cannot stand in the subject; it may have {name}, {topic}, {service}, {office-name}"
        )
        #expect(
            Wording.Fault(file: "x", line: 2, .controlCharacter("\t")).description.contains("U+0009"))
    }

    // MARK: What becomes of it

    @Test func `lines stay lines, lists are lists, braces are written twice`() throws {
        let world = try World()
        let body = try world.body("Subject: x\n\nEins\nzwei {{drei}}\n- vier\n-  fünf\n\n\n- {name}\n{office}\n")
        #expect(
            body.text.hasPrefix("Eins\nzwei {drei}\n- vier\n- fünf\n\n- Jörg Müller-Straße\nNachlese\n"))
        let html = body.html(title: "x", language: .german)
        #expect(html.contains("<p style=\"margin:0 0 4px\">Eins<br>\nzwei {drei}</p>"))
        #expect(html.contains("<li style=\"margin:0 0 4px\">fünf</li>"))
    }

    @Test func `a line without its value is left out, and a paragraph that says nothing without it`() throws {
        let world = try World()
        let source = """
            Betreff: x

            Sie erreichen uns:
            Telefon: {office-phone}
            E-Mail: {office-email}

            Ohne Daten.

            {office}
            """
        #expect(try world.body(source).text.hasPrefix("Ohne Daten.\n\n"))
        world.settings.office.phone = "0361 000000"
        #expect(try world.body(source).text.hasPrefix("Sie erreichen uns:\nTelefon: 0361 000000\n\nOhne"))
        world.settings.office.email = try EmailAddress("buero@example.org")
        let both = try world.body(source)
        #expect(both.text.hasPrefix("Sie erreichen uns:\nTelefon: 0361 000000\nE-Mail: buero@example.org\n\n"))
        #expect(
            both.html(title: "", language: .german)
                .contains("E-Mail: <a href=\"mailto:buero@example.org\" style=\"color:#0b57a4\">buero@example.org</a>"))
    }

    @Test func `the office's own addresses are links, what people typed is none`() throws {
        let world = try World()
        try world.database.transaction { transaction in
            _ = try Account.add(
                .init(
                    email: EmailAddress("person@example.org"), name: Label("https://evil.example"),
                    organisation: Label("", allowsEmpty: true), language: .german, expiresAt: nil),
                now: world.now, in: transaction)
        }
        let html = try world.body("Betreff: x\n\n{name}: siehe https://example.org/a?b=1&c=2.\n\n{office}\n")
            .html(title: "x", language: .german)
        #expect(html.contains("<a href=\"https://example.org/a?b=1&amp;c=2\" style"))
        #expect(html.contains(">https://example.org<wbr>/a<wbr>?b=1&amp;c=2</a>.</p>"))
        #expect(!html.contains("href=\"https://evil"))
    }

    @Test func `wrapping never makes a line that programs read`() throws {
        let world = try World()
        let filler = String(repeating: "x", count: 70)
        for label in ["Passwort:", "Benutzername:", "Password:", "User name:"] {
            let text = try world.body("Betreff: x\n\n\(filler) \(label) y\n\n{office}\n").text
            #expect(!text.split(separator: "\n").contains { $0.hasPrefix(label) })
            let close = try world.body("Betreff: x\n\n\(filler) \(label)y\n\n{office}\n").text
            #expect(!close.split(separator: "\n").contains { $0.hasPrefix(label) })
            #expect(LetterValues.cleaned("\u{FEFF}\(label) y") == "\u{A0}\(label) y")
        }
    }
}
