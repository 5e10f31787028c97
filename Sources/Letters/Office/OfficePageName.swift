package import Codecs
import SQLite

/// Which of the office's pages, in which language: `imprint.de.txt`.
package typealias OfficePageName = OfficeTextName<OfficePageKind>

/// What the pages are about; also their names in addresses.
package enum OfficePageKind: String, OfficeTextKind {
    /// Who is responsible for the site (in Germany section 5 of the DDG).
    case imprint
    /// What is stored about people, and their rights (GDPR, article 13).
    case privacy
    /// How accessible the site is, and how a barrier is reported.
    case accessibility
    case contact

    /// What the page is called, in the links to it and as its title where its text has none.
    package func name(in language: Language) -> String {
        switch (self, language) {
        case (.imprint, .german): "Impressum"
        case (.imprint, .english): "Imprint"
        case (.privacy, .german): "Datenschutz"
        case (.privacy, .english): "Privacy"
        case (.accessibility, .german): "Barrierefreiheit"
        case (.accessibility, .english): "Accessibility"
        case (.contact, .german): "Kontakt"
        case (.contact, .english): "Contact"
        }
    }
}
