extension LetterBody {
    /// The plain text, in lines of at most 72 columns, ended by LF.
    ///
    /// Lines of user name and password stand alone and are never wrapped.
    var text: String {
        var text = WrappedText()
        for paragraph in paragraphs {
            text.separate()
            for line in paragraph {
                switch line {
                case .text(let spans): text.line(spans.map(\.text).joined())
                case .item(let spans): text.item(spans.map(\.text).joined())
                case .credential(let label, let value): text.verbatim("\(label): \(value)")
                case .office(let spans): text.verbatim(spans.map(\.text).joined())
                }
            }
        }
        return text.text
    }
}
