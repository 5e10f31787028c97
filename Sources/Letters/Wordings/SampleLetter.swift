package import Codecs
package import SQLite

/// A letter to nobody, with made-up values that say so, to be looked at.
package struct SampleLetter: Sendable {
    package let subject: String
    package let text: String
    package let html: String
    /// Why the office's file, as it is now, is not what is shown.
    package let fault: Wording.Fault?

    /// Sets the wording in force.
    ///
    /// - Parameters:
    ///   - name: which one.
    ///   - head: for the office, which is real.
    ///   - wordings: where the wording comes from.
    ///   - now: for times.
    ///   - database: nil where there is none yet.
    /// - Throws: `SQLiteError`.
    package init(
        _ name: WordingName, head: Letterhead, wordings: OfficeTexts<Wording>, now: Timestamp, database: Database?
    ) throws {
        let found = try wordings.look(for: name, now: now, in: database)
        let values = SampleLetter.values(name, head, now)
        let body = found.wording.filled(with: values)
        subject = found.wording.subject(with: values)
        text = body.text
        html = body.html(title: subject, language: name.language)
        fault = found.fault
    }

    private static func values(_ letter: WordingName, _ head: Letterhead, _ now: Timestamp) -> LetterValues {
        let language = letter.language
        let isGerman = language == .german
        var values = LetterValues(
            name: isGerman ? "Erika Muster (Beispiel)" : "Erika Muster (sample)", head: head,
            language: language)
        values.set(.userName, "erika.muster@example.org")
        // No real ones: 0 and 1 never occur in them.
        values.set(.password, "0000-1111-0000-1111")
        values.set(.code, "000-111-000")
        values.set(.codePage, link: "\(head.site)/access/confirm")
        let days: Int64 = letter.kind == .accessCode ? 1 : 30
        values.set(.validUntil, LetterValues.moment(now + days * 86_400, language))
        values.set(.time, LetterValues.moment(now, language))
        values.set(.topic, isGerman ? "Beispielreihe" : "Sample series")
        values.set(
            .admissions,
            items: isGerman
                ? [
                    "Beispielreihe: alle Module der Reihe, zurzeit 12\u{A0}Präsentationen",
                    "Modul IV: Beispielmodul (2.\u{A0}Februar 2017), zurzeit 4\u{A0}Präsentationen",
                ]
                : [
                    "Sample series: all modules of the series, 12\u{A0}presentations at present",
                    "Module IV: Sample module (2\u{A0}February 2017), 4\u{A0}presentations at present",
                ])
        values.set(.reference, "A-2026-0000")
        values.set(.count, "1")
        values.set(
            .reason,
            lines: [isGerman ? "Hier steht der Grund, den Sie angeben." : "Here stands the reason that you give."])
        values.set(.requests, lines: SampleLetter.requests(language))
        values.set(.oldAddress, "erika.muster@example.org")
        values.set(.newAddress, "m…@example.net")
        let query = letter.kind == .addressChanged ? "" : "?email=erika.muster@example.org"
        values.set(.signInPage, link: "\(head.site)/login\(query)")
        return values
    }

    /// For a mail that is only looked at.
    private static func requests(_ language: Language) -> [String] {
        let isGerman = language == .german
        return [
            "A-2026-0000",
            isGerman ? "Anliegen: war dabei und hat kein Passwort" : "Wish: took part and has no password",
            "Name: Erika Muster", isGerman ? "E-Mail: erika.muster@example.org" : "E-mail: erika.muster@example.org",
            "> …", "nachlese request accept A-2026-0000", "nachlese request decline A-2026-0000",
        ]
    }
}
