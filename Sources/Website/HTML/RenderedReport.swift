internal import Catalogue
internal import Nachlese

/// A report or summary as HTML, with what it was made from.
struct RenderedReport {
    let html: HTML
    /// Whether there is no text at all.
    let isEmpty: Bool
    private let text: String
    private let subject: String?
    private let pictures: [Picture]

    /// Renders a text; the parameters are those of `HTML.init(report:)`.
    init(_ text: String, headings level: Int, subject: String? = nil, module: Slug? = nil, pictures: [Picture] = []) {
        let markup = ReportMarkup(text)
        html = HTML(
            report: markup, headings: level, subject: subject,
            pictures: module.map { ReportPictures(of: $0, pictures) } ?? .none)
        isEmpty = markup.blocks.isEmpty
        self.text = text
        self.subject = subject
        self.pictures = pictures
    }

    /// Whether it would come out the same, made anew for the same place.
    func isMade(from text: String, subject: String?, pictures: [Picture]) -> Bool {
        self.text.hasSameOctets(as: text) && self.subject == subject && self.pictures == pictures
    }

    /// Bytes that it takes, about.
    var size: Int { html.bytes.count + text.utf8.count + pictures.count * 256 }
}
