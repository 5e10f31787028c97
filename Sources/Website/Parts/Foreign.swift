import Codecs

/// Marks what is written in another language than the page around it, so that it is spoken right
/// (WCAG 2.2, success criterion 3.1.2).
enum Foreign {
    /// The attribute for an element, with a blank before it; nothing where the language is the page's own.
    static func attribute(_ language: LanguageTag, _ visit: Visit) -> HTML {
        language.isRead(in: visit.language) ? .empty : " lang=\"\(language.rawValue)\""
    }

    /// Whole blocks, in an element of their own where that is needed.
    static func block(_ html: HTML, in language: LanguageTag, _ visit: Visit) -> HTML {
        let attribute = attribute(language, visit)
        return attribute.isEmpty || html.isEmpty ? html : "<div\(attribute)>\n\(html)</div>\n"
    }

    /// A text, in an element of its own where that is needed.
    static func text(_ text: String, in language: LanguageTag, _ visit: Visit) -> HTML {
        let attribute = attribute(language, visit)
        return attribute.isEmpty ? HTML(text: text) : "<span\(attribute)>\(text)</span>"
    }
}
