import Codecs
import Mail
import Testing

@testable import Catalogue
@testable import Nachlese

struct ParticipantListTests {
    private func list(_ text: String) throws -> ParticipantList { try ParticipantList(Array(text.utf8)) }

    /// The people of a list as `line: address name organisation language modules until`, with fault for the others.
    private func lines(_ text: String) throws -> [String] {
        try list(text).rows.map { row in
            switch row.entry {
            case .success(let person):
                let parts: [String?] = [
                    "\(person.email)", person.name?.text, person.organisation?.text, person.language?.rawValue,
                    person.modules.isEmpty ? nil : person.modules.joined(separator: "+"), person.until?.description,
                ]
                return "\(row.line): " + parts.compactMap { $0 }.joined(separator: " | ")
            case .failure(let fault): return "\(row.line)! \(fault)"
            }
        }
    }

    @Test(
        "headings are recognised in both languages, whatever their case and punctuation",
        arguments: [
            ("E-Mail;Name", "email name"), ("e-mail adresse;NAME", "email name"), ("Mail\tName", "email name"),
            ("email,name", "email name"), ("E-Mail-Adresse;Vor- und Nachname;Institution", "email organisation"),
            ("Nachname;Vorname;E-Mail", "lastName firstName email"),
            ("Name;Vorname;E-Mail", "lastName firstName email"),
            ("first name,last name,email address,organisation", "firstName lastName email organisation"),
            ("Mailadresse;Sprache;Modul;gültig bis", "email language module until"),
            ("E-Mail:;Language;module;Valid until", "email language module until"),
            ("Einrichtung / Träger;E–Mail", "email"), ("Träger;E-Mail", "organisation email"),
            ("E-Mail;Gu\u{308}ltig bis", "email until"), ("Adresse;Name", "email name"),
            ("Adresse;E-Mail", "email"), ("\"E-Mail\";\"Name\"", "email name"), ("E-Mail", "email"),
            ("Name, Vorname;E-Mail", "name email"), ("\"Name, Vorname\";E-Mail", "name email"),
            ("E-Mail ;\u{A0}Name;;;", "email name"),
        ])
    func headings(header: String, columns: String) throws {
        let list = try list(header + "\na@example.org")
        #expect(list.header.recognised.map(\.column.rawValue).joined(separator: " ") == columns)
    }

    @Test("unknown headings are named, in the order of the file")
    func ignored() throws {
        let list = try list("Anrede;E-Mail;Telefon;;Name\nFrau;a@example.org;1;2;A")
        #expect(list.header.ignored == ["Anrede", "Telefon"])
        #expect(list.header.recognised.map(\.heading) == ["E-Mail", "Name"])
    }

    @Test(
        "the delimiter is the one under which the headings make sense",
        arguments: [
            ("E-Mail;Name\n", ListDelimiter.semicolon), ("E-Mail,Name\n", .comma), ("E-Mail\tName\n", .tab),
            ("\"Name, Vorname\";E-Mail;Ort, Land, Staat\n", .semicolon), ("\"A;B;C\",E-Mail,Name\n", .comma),
            ("sep=,\nE-Mail,Name\n", .comma), ("\"sep=;\"\r\nE-Mail;Name\n", .semicolon),
            ("SEP=\t\rE-Mail\tName\n", .tab),
        ])
    func delimiter(header: String, delimiter: ListDelimiter) throws {
        #expect(try list(header + "a@example.org").delimiter == delimiter)
    }

    @Test("a title above the headings and a line for the spreadsheet program shift the lines, not their numbers")
    func preamble() throws {
        let text = "sep=;\r\nTeilnehmende Modul IV;;\r\n\r\nE-Mail;Name\r\n\r\na@example.org;A\r\n;;;\r\nb@;B\r\n"
        #expect(try list(text).header.line == 4)
        #expect(
            try lines(text) == [
                "6: a@example.org | A",
                "8! 'b@' is no e-mail address: \(InvalidEmailAddress.domain(.empty))",
            ])
    }

    @Test("a name is put together from its parts, turned round at a comma, or taken from the address")
    func names() throws {
        #expect(
            try lines("Nachname;Vorname;E-Mail\nMuster;Erika;a@example.org\nMuster;;b@example.org")
                == ["2: a@example.org | Erika Muster", "3: b@example.org | Muster"])
        #expect(
            try lines("Name, Vorname;Mail\n\"Muster, Erika\";a@example.org\nVerein;b@example.org")
                == ["2: a@example.org | Erika Muster", "3: b@example.org | Verein"])
        #expect(
            try lines("E-Mail\nErika Muster <a@example.org>\n\"\"\"Muster, E.\"\" <mailto:b@example.org>\"")
                == ["2: a@example.org | Erika Muster", "3: b@example.org | Muster, E."])
        #expect(try lines("E-Mail;Name\nX <a@example.org>;Erika") == ["2: a@example.org | Erika"])
    }

    @Test(
        "what people paste into the address column is understood",
        arguments: [
            "a@example.org", " a@example.org\u{A0}", "mailto:a@example.org", "MAILTO:a@example.org",
            "<a@example.org>", "'a@example.org'", "'a@example.org", "\u{200B}a@example.org", "\"a@example.org\"",
        ])
    func pasted(cell: String) throws {
        #expect(try lines("E-Mail;Name\n\(cell);A") == ["2: a@example.org | A"])
    }

    @Test("language, modules and the last day are read as people write them")
    func details() throws {
        #expect(
            try lines(
                """
                E-Mail;Sprache;Modul;gültig bis;Einrichtung
                a@example.org;Deutsch;2017-iv;30.6.2027;"Haus
                am See"
                b@example.org;EN-gb;"2017-iii, Modul IV";2027-06-30;-
                c@example.org;;;;'=Summe
                """)
                == [
                    "2: a@example.org | Haus am See | de | 2017-iv | 2027-06-30",
                    "4: b@example.org | en | 2017-iii+Modul IV | 2027-06-30",
                    "5! the organisation '=Summe' is a formula or its error; save the values instead",
                ])
    }

    @Test(
        "every fault has its reason",
        arguments: [
            (";A", "there is no e-mail address"),
            ("' ';A", "there is no e-mail address"),
            ("a.mueller@;A", "'a.mueller@' is no e-mail address"),
            ("a@b.example, c@d.example;A", "is no e-mail address: the address has"),
            ("a@b.example c@d.example;A", "is no e-mail address: the address has"),
            ("x@example.org;=WENN(A1;1)", "it has 3 cells for 2 columns"),
            ("x@example.org;#NV", "the name '#NV' is a formula or its error"),
            ("x@example.org;A\u{7}B", "the name has a control character"),
            ("x@example.org;A\u{FFFD}B", "the name has a character that the encoding"),
            ("x@exam\u{FFFD}ple.org;A", "the e-mail address has a character that the encoding"),
            ("x@example.org;\(String(repeating: "ä", count: 151))", "the name is longer than 300 octets"),
            ("x@example.org;\"A\ny@example.org;B\"", "is a quotation mark missing?"),
            ("x@example.org;A;B", "it has 3 cells for 2 columns"),
            ("a@example.org;A", "the same address as on line 2"),
            ("A@EXAMPLE.ORG;B", "the same address as on line 2"),
        ])
    func faults(line: String, reason: String) throws {
        let found = try lines("E-Mail;Name\na@example.org;A\n\(line)\nz@example.org;Z")
        #expect(found.count == 3)
        #expect(found[1].hasPrefix("3! ") && found[1].contains(reason), "\(found[1])")
    }

    @Test(
        "faults of language and day",
        arguments: [
            ("fr;", "the language 'fr' is not known"), (";31.2.2027", "'31.2.2027' is no day"),
            (";2.2.17", "'2.2.17' is no day"), (";42768", "2.2.2017 or 2017-02-02"),
        ])
    func moreFaults(cells: String, reason: String) throws {
        let found = try lines("E-Mail;Sprache;bis\na@example.org;\(cells)")
        #expect(found.count == 1 && found[0].contains(reason), "\(found)")
    }

    @Test("a person may stand on a line for each module, but not twice for one")
    func modules() throws {
        let found = try lines("E-Mail;Modul\na@example.org;i\na@example.org;ii\na@example.org;I")
        #expect(found == ["2: a@example.org | i", "3: a@example.org | ii", "4! the same address as on line 2"])
    }

    @Test(
        "what is no list is refused as a whole",
        arguments: [
            ("a@example.org;Erika\nb@example.org;Max", .noHeader), ("Name;Ort\nA;B", .noHeader), ("\n\n", .noHeader),
            ("sep=;", .noHeader), ("E-Mail;Name\n;;\n", .noRows),
            ("E-Mail;Mail\na@b.de;c@d.de", .repeatedColumn("E-Mail", "Mail")),
            ("E-Mail;Name\na@example.org;\"A\nb@example.org;B", .openQuotation(line: 2)),
            ("\"E-Mail;Name\na@example.org;A", .openQuotation(line: 1)),
            ("E-Mail" + String(repeating: ";x", count: 100) + "\na@example.org", .tooManyColumns(100)),
        ] as [(String, ParticipantListError)])
    func refused(text: String, error: ParticipantListError) {
        #expect(throws: error) { try list(text) }
    }

    @Test("more rows or octets than are taken are refused, as many as are taken are read")
    func limits() throws {
        let rows = (1...100_000).map { "a\($0)@example.org\n" }.joined()
        #expect(try list("E-Mail\n" + rows).rows.count == 100_000)
        #expect(throws: ParticipantListError.tooManyRows(100_000)) { try list("E-Mail\n" + rows + "b@example.org") }
        #expect(throws: ParticipantListError.tooLarge(20 << 20)) {
            try ParticipantList([UInt8](repeating: 0x0A, count: (20 << 20) + 1))
        }
    }
}
