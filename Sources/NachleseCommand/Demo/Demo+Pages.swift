import Codecs
import Letters
import Mail
import Nachlese

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
