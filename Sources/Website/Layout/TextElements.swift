import Codecs

/// Days and moments as people read them, and as programs do (`<time>`).
enum TimeElement {
    static func day(_ date: CalendarDate, _ context: PageContext) -> HTML {
        "<time datetime=\"\(date.description)\">\(DateText.day(date, context.language))</time>"
    }

    static func dayAndTime(_ moment: Timestamp, _ context: PageContext) -> HTML {
        "<time datetime=\"\(moment.internetText)\">\(DateText.dayAndTime(moment, context.language))</time>"
    }

    /// A sentence about a day: what the words say, with the day in it marked.
    static func sentence(_ moment: Timestamp, _ context: PageContext, _ words: (String) -> String) -> HTML {
        guard let date = LocalTime(moment)?.date else { return HTML(text: words("–")) }
        let day = DateText.day(date, context.language)
        let sentence = words(day)
        // By bytes: a search by characters takes longer than all else of a row.
        let bytes = Array(sentence.utf8)
        let length = day.utf8.count
        let place = bytes.indices.first { bytes[$0...].starts(with: day.utf8) }
        guard let place else { return HTML(text: sentence) }
        let before = String(decoding: bytes[..<place], as: UTF8.self)
        let behind = String(decoding: bytes[(place + length)...], as: UTF8.self)
        return "\(before)\(TimeElement.day(date, context))\(behind)"
    }
}

/// Marks what is written in another language than the page around it, so that it is spoken right
/// (WCAG 2.2, success criterion 3.1.2).
enum ForeignText {
    /// The attribute for an element, with a blank before it; nothing where the language is the page's own.
    static func attribute(_ language: LanguageTag, _ context: PageContext) -> HTML {
        language.isRead(in: context.language) ? .empty : " lang=\"\(language.rawValue)\""
    }

    /// Whole blocks, in an element of their own where that is needed.
    static func block(_ html: HTML, in language: LanguageTag, _ context: PageContext) -> HTML {
        let attribute = attribute(language, context)
        return attribute.isEmpty || html.isEmpty ? html : "<div\(attribute)>\n\(html)</div>\n"
    }

    /// A text, in an element of its own where that is needed.
    static func text(_ text: String, in language: LanguageTag, _ context: PageContext) -> HTML {
        let attribute = attribute(language, context)
        return attribute.isEmpty ? HTML(text: text) : "<span\(attribute)>\(text)</span>"
    }
}
