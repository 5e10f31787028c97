import Catalogue
import Codecs
import Letters
import Nachlese
import Resources

/// What the demo consists of: a real series, told in words of our own, with institutions in the place of persons.
extension Demo {
    /// A day of the series.
    struct Event {
        let slug: String
        let number: String
        let title: String
        let date: String
        let report: String

        func draft() throws -> Module.Draft {
            Module.Draft(
                slug: try Slug.read(slug), number: try Label(number), title: try Label(title),
                heldOn: try CalendarDate.read(date), place: try Label("Erfurt"), report: try Demo.text(report))
        }
    }

    /// A talk with its slides.
    struct Talk {
        let file: String
        let title: String
        let organisation: String
    }

    static let events = [
        Event(
            slug: "2016-i", number: "I", title: "Grundlagen der Sozialplanung", date: "2016-04-14",
            report: "module-1.txt"),
        Event(
            slug: "2016-ii", number: "II", title: "Sozialräume und Daten lesen", date: "2016-06-16",
            report: "module-2.txt"),
        Event(slug: "2016-iii", number: "III", title: "Beteiligung", date: "2016-11-03", report: "module-3.txt"),
        Event(
            slug: module, number: "IV", title: "Netzwerke und Kooperation", date: "2017-02-02",
            report: "module-4.txt"),
    ]

    /// The one picture, drawn for it.
    static let picture = (
        file: "netzwerk.webp",
        alternative: "Zeichnung: vier große Kreise, durch kräftige Linien verbunden. Von jedem gehen dünne Linien zu "
            + "vielen kleinen Kreisen aus, die auch untereinander verbunden sind."
    )

    static let talks = [
        Talk(
            file: "koopkurrenz.pdf", title: "Koopkurrenz: Zusammenarbeit im Wettbewerb",
            organisation: "Katholische Hochschule Nordrhein-Westfalen"),
        Talk(
            file: "freie-wohlfahrtspflege.pptx", title: "Was die freie Wohlfahrtspflege zur Sozialplanung beiträgt",
            organisation: "Liga der freien Wohlfahrtspflege in Thüringen"),
        Talk(
            file: "verwaltung-von-innen.pdf", title: "Verwaltung von innen",
            organisation: "Landkreis Sömmerda, Planungskoordination"),
        Talk(
            file: "thinka-meiningen.pptx", title: "ThINKA Meiningen: Arbeit im Quartier",
            organisation: "Neue Arbeit Thüringen, Projekt ThINKA Meiningen"),
    ]

    /// The settings as `nachlese.conf`, so that every command works on the demo's folder, too; without addresses to
    /// listen on the default one.
    static func settings(listen: [String]) -> String {
        let office = """
            service-name = Nachlese
            office-name = Beispielverband Thüringen, Büro Erfurt
            office-street = Beispielstraße 1
            office-city = 99084 Erfurt
            office-note = Eingang über den Hof
            office-phone = 0361 000000
            office-fax = 0361 000001
            office-website = https://www.example.org
            office-email = buero@example.org
            mail-from = nachlese@example.org

            """
        return listen.isEmpty ? office : office + "listen = \(listen.joined(separator: ", "))\n"
    }

    /// A text that is part of the binary.
    static func text(_ name: String) throws(CommandError) -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    /// A file that is part of the binary.
    static func bytes(_ name: String) throws(CommandError) -> [UInt8] {
        guard let file = Resource.demo.first(where: { $0.name == name }) else {
            throw CommandError(.failed, "this build lacks the demo file \(name)")
        }
        return file.bytes
    }
}

/// Imprint, privacy, accessibility and contact of the demo: the drafts with every gap filled, and a note that nothing of
/// it is real.
extension Demo {
    static func page(_ name: OfficePageName, settings: Settings) -> String {
        let fills = name.language == .german ? germanFills : englishFills
        let draft = OfficePageDraft(name, settings: settings) { fills[$0] }.source
        let note =
            switch name.language {
            case .german:
                "> **Dies ist eine Vorführung.** Den Beispielverband gibt es nicht, und was hier steht, ist kein echtes "
                    + "Dokument."
            case .english:
                "> **This is a demonstration.** The sample association does not exist, and what stands here is no real "
                    + "document."
            }
        // Below the title.
        let lines = draft.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return "\(lines[0])\n\n\(note)\n\(lines.count > 1 ? lines[1] : "")"
    }

    private static let germanFills = [
        "vertretungsberechtigte Person, mit Vor- und Nachname": "der Vorstand des Beispielverbands",
        "Register, Registergericht und Nummer": "keines, da es den Verband nicht gibt",
        "verantwortliche Person mit Anschrift": "die Redaktion des Beispielverbands, Anschrift wie oben",
        "Name und Anschrift, oder dass keine bestellt ist": "in dieser Vorführung ist keine bestellt",
        "Frist, zum Beispiel 14 Tage": "14 Tagen",
        "Rechtsgrundlage, zum Beispiel Artikel 6 Absatz 1 Buchstabe b der DSGVO":
            "Artikel 6 Absatz 1 Buchstabe b der DSGVO",
        "wann, zum Beispiel zwei Jahre nach dem letzten Modul der Reihe": "mit dem Ende dieser Vorführung",
        "Dienstleister, oder niemand": "niemand; die Vorführung läuft auf Ihrem eigenen Rechner",
        "Aufsichtsbehörde mit Anschrift": "die Aufsichtsbehörde des Landes, in dem Sie wohnen",
        "eigene Prüfung oder Prüfung durch wen, mit Datum": "automatischen Prüfungen aller Seiten bei jeder Änderung",
        "weitere bekannte Hindernisse, oder diese Zeile löschen":
            "Die Präsentationen der Vorführung haben keinen Inhalt.",
        "Durchsetzungs- oder Schlichtungsstelle mit Anschrift": "in dieser Vorführung an niemanden",
        "Tage und Uhrzeiten": "in dieser Vorführung nie, denn die Nummer gibt es nicht",
    ]

    private static let englishFills = [
        "authorised representative, first and last name": "the board of the sample association",
        "register, court and number": "none, since the association does not exist",
        "responsible person with address": "the editors of the sample association, address as above",
        "name and address, or that none is appointed": "none is appointed in this demonstration",
        "period, for example 14 days": "14 days",
        "legal basis, for example article 6 (1) (b) GDPR": "article 6 (1) (b) GDPR",
        "when, for example two years after the last module of the series": "when this demonstration ends",
        "provider, or nobody": "nobody; the demonstration runs on your own computer",
        "supervisory authority with address": "the supervisory authority of the state you live in",
        "own assessment or by whom, with the date": "automatic tests of all pages with every change",
        "other known barriers, or delete this line": "The presentations of the demonstration have no content.",
        "enforcement or arbitration body with address": "nobody in this demonstration",
        "days and hours": "never in this demonstration, since the number does not exist",
    ]
}
