import Codecs

/// What people call the language of a file.
enum LanguageName {
    /// `Englisch`, `French`; a language without a name here is called by its tag.
    static func text(_ tag: LanguageTag, _ language: Language) -> String {
        guard let names = names[tag.primary] else { return tag.rawValue }
        return language == .german ? names.german : names.english
    }

    private static let names: [String: (german: String, english: String)] = [
        "ar": ("Arabisch", "Arabic"), "cs": ("Tschechisch", "Czech"), "da": ("Dänisch", "Danish"),
        "de": ("Deutsch", "German"), "en": ("Englisch", "English"), "es": ("Spanisch", "Spanish"),
        "fa": ("Persisch", "Persian"), "fr": ("Französisch", "French"), "hu": ("Ungarisch", "Hungarian"),
        "it": ("Italienisch", "Italian"), "nl": ("Niederländisch", "Dutch"), "pl": ("Polnisch", "Polish"),
        "pt": ("Portugiesisch", "Portuguese"), "ro": ("Rumänisch", "Romanian"), "ru": ("Russisch", "Russian"),
        "sv": ("Schwedisch", "Swedish"), "tr": ("Türkisch", "Turkish"), "uk": ("Ukrainisch", "Ukrainian"),
    ]
}
