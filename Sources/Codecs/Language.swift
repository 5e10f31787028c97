/// The languages everything for people is written in.
package enum Language: String, CaseIterable, Sendable {
    case german = "de"
    case english = "en"
}

/// The language in which something is written, as a tag of BCP 47: `de`, `en`, `fr`, `pt-br`.
///
/// A primary language of two or three letters, and perhaps parts of up to eight letters and digits behind it; at most
/// 35 bytes, kept in lower case.
package struct LanguageTag: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init?(rawValue: String) {
        let bytes = rawValue.utf8.map { ASCII.lowercased($0) }
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard bytes.count <= 35, let primary = parts.first, (2...3).contains(primary.count),
            primary.allSatisfy(ASCII.isLetter),
            parts.dropFirst().allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(ASCII.isLetterOrDigit) })
        else { return nil }
        self.rawValue = String(decoding: bytes, as: UTF8.self)
    }

    package init?(_ text: String) {
        self.init(rawValue: text)
    }

    package init(_ language: Language) {
        rawValue = language.rawValue
    }

    package static let german = LanguageTag(Language.german)

    package var description: String { rawValue }

    /// The language alone, without country or script.
    package var primary: String {
        String(decoding: rawValue.utf8.prefix { $0 != UInt8(ascii: "-") }, as: UTF8.self)
    }

    /// Whether somebody who reads that language reads this one.
    package func isRead(in language: Language) -> Bool { primary == language.rawValue }
}
