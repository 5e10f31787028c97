import Catalogue
import Codecs
import Nachlese

/// What pages about modules are made of, as a worker made it, for as long as the database has not changed.
///
/// Bounded by bytes, not shared, and to be forgotten as the pages are (`PageCache`). Rendered reports alone outlive a
/// change, since what they were made from is compared whenever one is looked for.
final class ModuleCache {
    /// What was rendered where.
    enum ReportKey: Hashable {
        case report(Module.ID, Language)
        case summary(Series.ID, headings: Int)
    }

    private var offers = SecondChanceCache<Slug, ModuleOffer>(capacity: 4 << 20)
    private var lists = SecondChanceCache<PageCache.Variant, ModuleList>(capacity: 16 << 20)
    private var reports = SecondChanceCache<ReportKey, RenderedReport>(capacity: 16 << 20)

    /// Forgets what a change of the database may have changed.
    func removeAll() {
        offers.removeAll()
        lists.removeAll()
    }

    /// What a published module offers.
    func offer(of module: Slug, make: () throws -> ModuleOffer) rethrows -> ModuleOffer {
        if let known = offers.find(module) { return known }
        let made = try make()
        offers.keep(made, for: module, size: made.size)
        return made
    }

    /// The list of all modules.
    func list(_ variant: PageCache.Variant, make: () throws -> ModuleList) rethrows -> ModuleList {
        if let known = lists.find(variant) { return known }
        let made = try make()
        lists.keep(made, for: variant, size: made.size)
        return made
    }

    /// A text rendered for a place.
    func report(
        _ key: ReportKey, _ text: String, headings level: Int, subject: String? = nil, module: Slug? = nil,
        pictures: [Picture] = []
    ) -> RenderedReport {
        if let known = reports.find(key), known.isMade(from: text, subject: subject, pictures: pictures) {
            return known
        }
        let made = RenderedReport(text, headings: level, subject: subject, module: module, pictures: pictures)
        reports.keep(made, for: key, size: made.size)
        return made
    }
}

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
    var size: Int { html.bytes.count + text.utf8.count + pictures.count * 256 + 256 }
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
