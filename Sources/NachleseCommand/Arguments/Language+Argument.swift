import Codecs

extension Language {
    /// Reads a language that was typed.
    @Sendable static func read(_ text: String) throws -> Language {
        guard let language = Language(rawValue: text) else { throw BadArgument("write 'de' or 'en'") }
        return language
    }
}
