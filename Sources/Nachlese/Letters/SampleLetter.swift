internal import Mail
package import SQLite

/// A letter to nobody, with made-up values that say so, to be looked at.
package struct SampleLetter: Sendable {
    package let subject: String
    package let text: String
    package let html: String
    /// Why the office's file, as it is now, is not what is shown.
    package let fault: WordingFault?

    /// Sets the wording in force.
    ///
    /// - Parameters:
    ///   - name: which one.
    ///   - settings: for the office, which is real.
    ///   - shelf: where the wording comes from.
    ///   - now: for times.
    ///   - database: nil where there is none yet.
    package init(
        _ name: WordingName, settings: Settings, shelf: WordingShelf, now: Timestamp, database: Database?
    ) throws {
        let found = try shelf.look(for: name, in: database)
        let values = SampleLetter.values(name.language, settings, now)
        let body = found.wording.filled(with: values)
        subject = found.wording.subject(with: values)
        text = body.text
        html = body.html(title: subject, language: name.language)
        fault = found.fault
    }

    private static func values(_ language: Language, _ settings: Settings, _ now: Timestamp) -> LetterValues {
        let isGerman = language == .german
        var values = LetterValues(
            name: isGerman ? "Erika Muster (Beispiel)" : "Erika Muster (sample)", settings: settings,
            language: language)
        values.set(.userName, "erika.muster@example.org")
        // No real one: 0 and 1 never occur in them.
        values.set(.password, "0000-1111-0000-1111")
        values.set(.validUntil, LetterValues.moment(now + 30 * 86_400, language))
        values.set(.time, LetterValues.moment(now, language))
        values.set(.topic, isGerman ? "Beispielreihe" : "Sample series")
        values.set(
            .admissions,
            items: isGerman
                ? ["Beispielreihe: alle Module der Reihe, zurzeit 12 Präsentationen", "Modul I: Beispielmodul (2. Februar 2017)"]
                : ["Sample series: all modules of the series, 12 presentations at present", "Module I: Sample module (2 February 2017)"])
        values.set(.oldAddress, "erika.muster@example.org")
        values.set(.newAddress, "m…@example.net")
        values.set(.signInPage, link: "\(settings.baseURL)/login?email=erika.muster@example.org")
        return values
    }
}
