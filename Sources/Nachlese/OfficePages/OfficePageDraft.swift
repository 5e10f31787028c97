import Codecs
package import Letters
import Mail
import Resources

/// A text for the office to begin with: what this program does stands in it, what only the office knows is a gap.
///
/// A gap is `[[what belongs there]]`; a page with gaps is not published.
package struct OfficePageDraft: Sendable {
    package let source: String

    /// Writes the draft of a page.
    ///
    /// - Parameters:
    ///   - name: which page.
    ///   - settings: for what they know about the office.
    ///   - fill: what stands in the place of a gap; nil leaves it.
    package init(
        _ name: OfficePageName, settings: Settings, filling fill: (String) -> String? = { _ in nil }
    ) {
        let values = OfficePageDraft.values(settings, name.language)
        var source = ""
        var rest = Substring(Resource.pageDrafts.text(named: name.fileName))
        while let start = rest.firstRange(of: "[["), let end = rest[start.upperBound...].firstRange(of: "]]") {
            let gap = String(rest[start.upperBound..<end.lowerBound])
            source += rest[..<start.lowerBound]
            source += (values[gap] ?? nil) ?? fill(gap) ?? "[[\(gap)]]"
            rest = rest[end.upperBound...]
        }
        self.source = source + rest
    }

    /// What the settings know, by the names of gaps.
    private static func values(_ settings: Settings, _ language: Language) -> [String: String?] {
        let office = settings.office
        func known(_ text: String) -> String? { text.isEmpty ? nil : escaped(text) }
        let isGerman = language == .german
        return [
            isGerman ? "Name der Einrichtung" : "name of the organisation": known(office.name),
            isGerman ? "Straße und Hausnummer" : "street and number": known(office.street),
            isGerman ? "Postleitzahl und Ort" : "postal code and town": known(office.city),
            isGerman ? "Telefonnummer" : "telephone number": known(office.phone),
            isGerman ? "E-Mail-Adresse" : "e-mail address": office.email.map { escaped($0.description) },
            isGerman ? "Adresse dieser Seite" : "address of this site": "\(settings.baseURL)",
        ]
    }

    /// A value of the settings as a text of report markup.
    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if ["\\", "*", "["].contains(scalar) { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
