internal import Nachlese

extension HTML {
    /// A report or summary, with headings of that level, 2 to 5; sub-headings are one deeper.
    ///
    /// A picture that it names and that is not among those given leaves nothing behind.
    init(report: ReportMarkup, headings level: Int = 2, pictures: ReportPictures = .none) {
        self = "\(report.blocks.map { HTML.block($0, headings: level, pictures) })"
    }

    private static func block(
        _ block: ReportMarkup.Block, headings level: Int, _ pictures: ReportPictures
    ) -> HTML {
        switch block {
        case .heading(let inlines): return "<h\(level)>\(HTML.inlines(inlines))</h\(level)>\n"
        case .subheading(let inlines): return "<h\(level + 1)>\(HTML.inlines(inlines))</h\(level + 1)>\n"
        case .paragraph(let inlines): return "<p>\(HTML.inlines(inlines))</p>\n"
        case .list(let items, let isNumbered):
            let rows = items.map { "<li>\(HTML.inlines($0))</li>\n" as HTML }
            return isNumbered ? "<ol>\n\(rows)</ol>\n" : "<ul>\n\(rows)</ul>\n"
        case .picture(let name, let caption):
            guard let image = pictures.image(name) else { return .empty }
            let words: HTML = "<figcaption>\(HTML.inlines(caption))</figcaption>\n"
            return "<figure>\n\(image)\n\(words, if: !caption.isEmpty)</figure>\n"
        case .quotation(let paragraphs):
            return "<blockquote>\(paragraphs.map { "<p>\(HTML.inlines($0))</p>" as HTML })</blockquote>\n"
        }
    }

    private static func inlines(_ inlines: [ReportMarkup.Inline]) -> HTML {
        "\(inlines.map(HTML.inline))"
    }

    private static func inline(_ inline: ReportMarkup.Inline) -> HTML {
        switch inline {
        case .text(let text): "\(text)"
        case .emphasis(let inner): "<em>\(inlines(inner))</em>"
        case .strong(let inner): "<strong>\(inlines(inner))</strong>"
        // The reader of the markup lets only addresses through that open a page or a mail.
        case .link(let inner, let address): "<a href=\"\(address)\">\(inlines(inner))</a>"
        }
    }
}
