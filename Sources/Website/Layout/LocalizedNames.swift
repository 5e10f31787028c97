import Catalogue
import Codecs

/// A size as people read it, in powers of 1000, with a no-break space before the unit.
enum FileSize {
    /// `812 kB`, `2,4 MB` (English `2.4 MB`), `312 MB`, `1,2 GB`; below a thousand bytes `1 kB`.
    static func text(_ size: Int64, _ language: Language) -> String {
        let size = max(size, 0)
        let units: [(name: String, bytes: Int64)] = [("MB", 1_000_000), ("GB", 1_000_000_000)]
        guard size >= 999_500 else { return "\(max(1, rounded(size, 1000)))\u{A0}kB" }
        let unit = size >= 999_500_000 ? units[1] : units[0]
        let tenths = rounded(size, unit.bytes / 10)
        guard tenths < 100 else { return "\(rounded(size, unit.bytes))\u{A0}\(unit.name)" }
        let mark = language == .german ? "," : "."
        return "\(tenths / 10)\(mark)\(tenths % 10)\u{A0}\(unit.name)"
    }

    private static func rounded(_ size: Int64, _ unit: Int64) -> Int64 {
        size / unit + (size % unit * 2 >= unit ? 1 : 0)
    }
}

/// What people call a kind of file.
enum FileType {
    /// `PDF`, `PowerPoint`, `Word`; what has no such name is called by its extension.
    static func text(_ name: FileName) -> String {
        switch name.fileExtension {
        case "ppt", "pptx", "pps", "ppsx": "PowerPoint"
        case "doc", "docx": "Word"
        case "xls", "xlsx": "Excel"
        case "odp", "odt", "ods": "OpenDocument"
        case "key": "Keynote"
        case "jpg", "jpeg": "JPEG"
        case let other: String(decoding: other.utf8.map(ASCII.uppercased), as: UTF8.self)
        }
    }
}

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

/// A waiting time in words, rounded up.
enum WaitingTime {
    static func german(_ seconds: Int64) -> String {
        guard seconds >= 60 else { return seconds <= 1 ? "1 Sekunde" : "\(seconds) Sekunden" }
        let minutes = (seconds - 1) / 60 + 1
        return minutes == 1 ? "1 Minute" : "\(minutes) Minuten"
    }

    static func english(_ seconds: Int64) -> String {
        guard seconds >= 60 else { return seconds <= 1 ? "1 second" : "\(seconds) seconds" }
        let minutes = (seconds - 1) / 60 + 1
        return minutes == 1 ? "1 minute" : "\(minutes) minutes"
    }
}
