import Codecs

extension LanguageTag {
    /// Reads the tag of a language that was typed.
    @Sendable static func read(_ text: String) throws -> LanguageTag {
        guard let tag = LanguageTag(text) else {
            throw BadArgument("write the tag of a language, such as de, en, fr or pl")
        }
        return tag
    }
}
