import Catalogue
import Codecs
import HTTP
import Nachlese

/// Pages as a worker wrote them, for as long as the database has not changed.
///
/// Nothing of a person is in it: a page is written for a kind of reader, in one language, with gaps for what only one
/// of them may see (`PageContext.impersonal`). Bounded by bytes, not shared: each worker has its own. Whoever looks must
/// have asked before whether the database has changed, and have everything forgotten when it has.
final class PageCache {
    /// Whom a page is written for.
    enum Audience {
        case guest
        case member
        /// To the module of the page.
        case admitted
    }

    /// In which language something is written, and whether its links keep that choice.
    struct Variant: Hashable {
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
        let audience: Audience
        let variant: Variant
        /// Pages tell on paper when they were printed.
        let day: CalendarDate?

        init(_ route: Route, file: Slug? = nil, _ audience: Audience, _ context: PageContext) {
            self.route = route
            self.file = file
            self.audience = audience
            variant = Variant(context)
            day = LocalTime(context.now)?.date
        }
    }

    /// A page without what belongs into its gaps.
    struct Entry {
        let document: HTML
        /// The answer but for its content.
        let response: Response
    }

    private var pages = SecondChanceCache<Key, Entry>(capacity: 16 << 20)

    /// Forgets what a change of the database may have changed.
    func removeAll() {
        pages.removeAll()
    }

    /// The page of a key; made when there is none.
    func page(_ key: Key, make: () throws -> Entry) rethrows -> Entry {
        if let known = pages.find(key) { return known }
        let made = try make()
        pages.keep(made, for: key, size: made.document.bytes.count + made.document.gaps.count * 48 + 1024)
        return made
    }
}
