package import Codecs

/// Which mail a wording is for, in which language: `credentials.de.txt`.
package struct WordingName: Hashable, Sendable, CustomStringConvertible {
    package let kind: OutboxMail.Kind
    package let language: Language

    package init(_ kind: OutboxMail.Kind, _ language: Language) {
        self.kind = kind
        self.language = language
    }

    /// The wording that a file of this name would be; nil for any other name.
    package init?(fileName: String) {
        guard let name = WordingName.all.first(where: { $0.fileName == fileName }) else { return nil }
        self = name
    }

    package static let all = OutboxMail.Kind.allCases.flatMap { kind in
        Language.allCases.map { WordingName(kind, $0) }
    }

    package var fileName: String { "\(kind.rawValue).\(language.rawValue).txt" }

    package var description: String { fileName }
}
