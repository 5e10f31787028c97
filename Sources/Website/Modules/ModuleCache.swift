import Catalogue
import Codecs
import Nachlese

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
        self.text.hasSameBytes(as: text) && self.subject == subject && self.pictures == pictures
    }

    /// Bytes that it takes, about.
    var size: Int { html.bytes.count + text.utf8.count + pictures.count * 256 }
}

/// What a published module offers, as far as it decides what somebody sees of its page.
struct ModuleOffer {
    let module: Module.ID
    let series: Series.ID
    /// The presentations that are offered, each with the moment since when it is in its present version.
    let presentations: [Presentation.ID: Timestamp]
    private let slugs: Set<Slug>

    init(_ module: Module, publishedAt: Timestamp, _ presentations: [Presentation]) {
        self.module = module.id
        series = module.series
        self.presentations = Dictionary(
            uniqueKeysWithValues: presentations.map { ($0.id, max($0.file.addedAt, publishedAt)) })
        slugs = Set(presentations.map(\.slug))
    }

    func has(_ presentation: Slug) -> Bool { slugs.contains(presentation) }

    /// Bytes that it takes, about.
    var size: Int { presentations.count * 160 + 256 }
}
