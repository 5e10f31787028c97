import Catalogue
import Codecs
import HTTP
import Nachlese

/// Pages and their parts as a worker wrote them, for as long as the database has not changed.
///
/// Nothing of a person is in it: a page is written for a kind of reader, in one language, with gaps for what only one
/// of them may see (`PageContext.impersonal`). Bounded by bytes, not shared: each worker has its own. Whoever looks must have
/// seen the change stamp before, and have everything forgotten when it differs. Rendered reports alone outlive a
/// change, since what they were made from is compared whenever one is looked for.
final class PageCache {
    /// Whom a page is written for.
    enum Reader {
        case guest
        case member
        /// To the module of the page.
        case admitted
    }

    /// In which words something is written.
    struct Wording: Hashable {
        let language: Language
        let isLanguageChosen: Bool

        init(_ context: PageContext) {
            language = context.language
            isLanguageChosen = context.isLanguageChosen
        }
    }

    struct Key: Hashable {
        let route: Route
        /// The presentation that somebody came for.
        let file: Slug?
        let reader: Reader
        let wording: Wording
        /// Pages tell on paper when they were printed.
        let day: CalendarDate?

        init(_ route: Route, file: Slug? = nil, _ reader: Reader, _ context: PageContext) {
            self.route = route
            self.file = file
            self.reader = reader
            wording = Wording(context)
            day = LocalTime(context.now)?.date
        }
    }

    /// A page without what belongs into its gaps.
    struct Entry {
        let document: HTML
        /// The answer but for its content.
        let response: Response
    }

    /// What was rendered where.
    enum ReportKey: Hashable {
        case report(Module.ID, Language)
        case summary(Series.ID, headings: Int)
    }

    private var pages = SecondChanceCache<Key, Entry>(capacity: 16 << 20)
    private var offers = SecondChanceCache<Slug, ModuleOffer>(capacity: 4 << 20)
    private var lists = SecondChanceCache<Wording, ModuleList>(capacity: 16 << 20)
    private var reports = SecondChanceCache<ReportKey, RenderedReport>(capacity: 16 << 20)

    /// Forgets what a change of the database may have changed.
    func removeAll() {
        pages.removeAll()
        offers.removeAll()
        lists.removeAll()
    }

    /// The page of a key; made when there is none.
    func page(_ key: Key, make: () throws -> Entry) rethrows -> Entry {
        if let known = pages.find(key) { return known }
        let made = try make()
        pages.keep(made, for: key, size: made.document.bytes.count + made.document.gaps.count * 48 + 1024)
        return made
    }

    /// What a published module offers.
    func offer(of module: Slug, make: () throws -> ModuleOffer) rethrows -> ModuleOffer {
        if let known = offers.find(module) { return known }
        let made = try make()
        offers.keep(made, for: module, size: made.size)
        return made
    }

    /// The list of all modules.
    func list(_ wording: Wording, make: () throws -> ModuleList) rethrows -> ModuleList {
        if let known = lists.find(wording) { return known }
        let made = try make()
        lists.keep(made, for: wording, size: made.size)
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
