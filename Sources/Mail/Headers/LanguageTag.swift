import Codecs

/// A language tag (RFC 5646), by its shape only: `de`, `en`, `de-AT`.
package struct LanguageTag: Sendable, Hashable {
    package static let german = LanguageTag(wellFormed: "de")
    package static let english = LanguageTag(wellFormed: "en")

    private let tag: String

    /// Takes one to eight letters and digits, more of them behind hyphens, 35 octets in all; else `nil`.
    package init?(_ tag: String) {
        guard tag.utf8.count <= 35 else { return nil }
        let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(ASCII.isLetterOrDigit) }) else {
            return nil
        }
        self.tag = tag
    }

    private init(wellFormed tag: String) { self.tag = tag }
}

extension LanguageTag: CustomStringConvertible {
    /// The tag as the header has it.
    package var description: String { tag }
}
