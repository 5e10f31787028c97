/// What a column of a participant list holds.
package enum ParticipantColumn: String, CaseIterable, Sendable, CustomStringConvertible {
    case email
    case name
    case firstName
    case lastName
    case organisation
    case language
    case module
    case until

    /// As it is named in messages, and as a key for programs.
    package var description: String {
        switch self {
        case .email: "e-mail address"
        case .name: "name"
        case .firstName: "first name"
        case .lastName: "last name"
        case .organisation: "organisation"
        case .language: "language"
        case .module: "module"
        case .until: "last day"
        }
    }

    /// What a heading means, whatever its case and punctuation.
    ///
    /// `isSure`: false for a heading that may also mean something else, as `Adresse` does. `isReversed`: the last name
    /// comes first, then a comma.
    static func read(_ heading: String) -> (column: ParticipantColumn, isSure: Bool, isReversed: Bool)? {
        let key = folded(heading)
        if let column = synonyms[key] { return (column, true, false) }
        if reversedNames.contains(key) { return (.name, true, true) }
        return doubtfulAddresses.contains(key) ? (.email, false, false) : nil
    }

    /// The headings that are proposed to somebody whose list has none.
    package static let expected = "E-Mail;Name;Einrichtung;Sprache;Modul;gültig bis"

    private static let synonyms: [String: ParticipantColumn] = {
        let words: [(ParticipantColumn, String)] = [
            (.email, "email mail emailadresse mailadresse emailaddress mailaddress emailadressen epost"),
            (.name, "name vollername vollstandigername fullname displayname anzeigename vornameundnachname"),
            (.name, "vornamenachname vornamename namevollstandig teilnehmer teilnehmende teilnehmerin participant"),
            (.name, "teilnehmerinnen person kontaktname"),
            (.firstName, "vorname vornamen firstname givenname forename rufname"),
            (.lastName, "nachname familienname zuname lastname surname familyname"),
            (.organisation, "organisation organization einrichtung institution trager traeger firma verband verein"),
            (.organisation, "arbeitgeber dienststelle behorde behoerde company employer affiliation"),
            (.language, "sprache language lang"),
            (.module, "modul module module modulkurzname"),
            (.until, "gultigbis gueltigbis bis until validuntil ablaufdatum lauftabam zugangbis expires enddate"),
        ]
        var synonyms: [String: ParticipantColumn] = [:]
        for (column, line) in words {
            for word in line.utf8.split(separator: UInt8(ascii: " ")) { synonyms[String(Substring(word))] = column }
        }
        return synonyms
    }()

    private static let reversedNames: Set<String> = [
        "namevorname", "nachnamevorname", "lastnamefirstname", "surnamefirstname", "familiennamevorname",
    ]
    private static let doubtfulAddresses: Set<String> = ["adresse", "address", "benutzername", "username", "kontakt"]

    /// Lower-case letters and digits only, accents dropped, composed or not.
    static func folded(_ heading: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in heading.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": folded.append(scalar)
            case "ä", "á", "à", "â": folded.append("a")
            case "ö", "ó", "ô": folded.append("o")
            case "ü", "ú": folded.append("u")
            case "é", "è", "ê": folded.append("e")
            case "ß": folded.append(contentsOf: "ss".unicodeScalars)
            default: continue
            }
        }
        return String(folded)
    }
}
