import Catalogue

extension HTML {
    /// A report or summary, with headings of that level, 1 to 5; sub-headings are one deeper.
    ///
    /// With level 1 the heading of the page is the text's own, and no other has that level.
    ///
    /// With a subject, e-mail addresses in the text are links that begin a mail about it. A picture that it names and
    /// that is not among those given leaves nothing behind.
    init(
        report: ReportMarkup, headings level: Int = 2, subject: String? = nil, pictures: ReportPictures = .none
    ) {
        self = "\(report.blocks.map { HTML.block($0, headings: level, subject, pictures) })"
    }

    private static func block(
        _ block: ReportMarkup.Block, headings level: Int, _ subject: String?, _ pictures: ReportPictures
    ) -> HTML {
        switch block {
        case .heading(let inlines):
            // Below a title of the text's own, both kinds of headings are of the second level.
            return "<h\(max(level, 2))>\(HTML.inlines(inlines, subject))</h\(max(level, 2))>\n"
        case .subheading(let inlines): return "<h\(level + 1)>\(HTML.inlines(inlines, subject))</h\(level + 1)>\n"
        case .paragraph(let inlines): return "<p>\(HTML.inlines(inlines, subject))</p>\n"
        case .list(let items, let isNumbered):
            let rows = items.map { "<li>\(HTML.inlines($0, subject))</li>\n" as HTML }
            return isNumbered ? "<ol>\n\(rows)</ol>\n" : "<ul>\n\(rows)</ul>\n"
        case .picture(let name, let caption):
            guard let image = pictures.image(name) else { return .empty }
            let words: HTML = "<figcaption>\(HTML.inlines(caption, subject))</figcaption>\n"
            return "<figure>\n\(image)\n\(words, if: !caption.isEmpty)</figure>\n"
        case .quotation(let paragraphs):
            return "<blockquote>\(paragraphs.map { "<p>\(HTML.inlines($0, subject))</p>" as HTML })</blockquote>\n"
        }
    }

    private static func inlines(_ inlines: [ReportMarkup.Inline], _ subject: String?) -> HTML {
        "\(inlines.map { HTML.inline($0, subject) })"
    }

    private static func inline(_ inline: ReportMarkup.Inline, _ subject: String?) -> HTML {
        switch inline {
        case .text(let text): ObfuscatedEmail.prose(text, subject: subject)
        case .emphasis(let inner): "<em>\(inlines(inner, subject))</em>"
        case .strong(let inner): "<strong>\(inlines(inner, subject))</strong>"
        // The reader of the markup lets only addresses through that open a page or a mail. A link in a link is none.
        case .link(let inner, let address):
            "<a href=\"\(ObfuscatedEmail.href(written: address) ?? HTML(text: address))\">\(inlines(inner, nil))</a>"
        }
    }
}

/// The pictures that a report may show.
struct ReportPictures {
    private let module: Slug?
    private let pictures: [PictureName: Picture]

    static let none = ReportPictures(module: nil, pictures: [:])

    /// Those of a module.
    init(of module: Slug, _ pictures: [Picture]) {
        self.init(module: module, pictures: Dictionary(pictures.map { ($0.name, $0) }) { first, _ in first })
    }

    private init(module: Slug?, pictures: [PictureName: Picture]) {
        self.module = module
        self.pictures = pictures
    }

    /// A picture in the room that it will take, fetched when it comes near; an empty alternative says that it only
    /// decorates.
    ///
    /// `isDecoration`: whether it is one here, whatever it says.
    func image(_ name: PictureName, isDecoration: Bool = false) -> HTML? {
        guard let module, let picture = pictures[name] else { return nil }
        return """
            <img src="\(Route.picture(module: module, name).path)" \
            alt="\(isDecoration ? "" : picture.alternative ?? "")" \
            width="\(picture.width)" height="\(picture.height)" loading="lazy" decoding="async">
            """
    }
}
