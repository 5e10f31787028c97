import Codecs

extension LetterBody {
    /// The same as an HTML document of one column, with nothing to load.
    ///
    /// Styles stand at the elements, where every mail program reads them; the style sheet in the head only recolours
    /// them for dark mode, and a program that ignores it shows dark on light throughout. Every text is escaped octet by
    /// octet.
    func html(title: String, language: Language) -> String {
        var page = LetterPage(title: title, language: language)
        for paragraph in paragraphs {
            var rest = paragraph[...]
            while let first = rest.first {
                let run = rest.prefix { $0.isLike(first) }
                rest = rest.dropFirst(run.count)
                let isIntroduction = if case .item? = rest.first { true } else { false }
                page.append(run, isIntroduction: isIntroduction)
            }
        }
        return page.document
    }
}

extension LetterBody.Line {
    fileprivate func isLike(_ other: Self) -> Bool {
        switch (self, other) {
        case (.text, .text), (.item, .item), (.credential, .credential), (.office, .office): true
        default: false
        }
    }
}
