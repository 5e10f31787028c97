package import Codecs
import SQLite

/// Which of the office's pages, in which language: `imprint.de.txt`.
package struct OfficePageName: Hashable, Sendable, CustomStringConvertible {
    /// What the pages are about; also their names in addresses.
    package enum Kind: String, DatabaseValue, CaseIterable, Sendable {
        /// Who is responsible for the site (in Germany section 5 of the DDG).
        case imprint
        /// What is stored about people, and their rights (GDPR, article 13).
        case privacy
        /// How accessible the site is, and how a barrier is reported.
        case accessibility
        case contact
    }

    package let kind: Kind
    package let language: Language

    package init(_ kind: Kind, _ language: Language) {
        self.kind = kind
        self.language = language
    }

    /// The page that a file of this name would be; nil for any other name.
    package init?(fileName: String) {
        guard let name = OfficePageName.all.first(where: { $0.fileName == fileName }) else { return nil }
        self = name
    }

    package static let all = Kind.allCases.flatMap { kind in Language.allCases.map { OfficePageName(kind, $0) } }

    package var fileName: String { "\(kind.rawValue).\(language.rawValue).txt" }

    package var description: String { fileName }
}
