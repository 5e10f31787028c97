import Codecs
import HTTP
import Members
internal import Nachlese

extension Site {
    /// For whom, and in which language, a page is written: the language chosen in the address, else the account's,
    /// else what the browser prefers, else German.
    func visit(_ exchange: Exchange) -> Visit {
        let chosen = exchange.query["lang"].flatMap { Language(rawValue: $0) }
        let language =
            chosen ?? exchange.session?.session.account.language
            ?? AcceptLanguage.best(of: Language.allCases.map(\.rawValue), for: exchange.head)
            .flatMap { Language(rawValue: $0) } ?? .german
        return Visit(
            frame: frame, texts: .of(language), isLanguageChosen: chosen != nil,
            isMember: exchange.session != nil, session: exchange.session, isSessionOver: exchange.isSessionOver,
            notice: notice(exchange),
            place: Route(segments: exchange.head.target.segments), now: exchange.now)
    }

    /// What the address claims to have happened, where that can be.
    private func notice(_ exchange: Exchange) -> Notice? {
        guard !exchange.isPost, let notice = exchange.query["notice"].flatMap({ Notice(rawValue: $0) }) else {
            return nil
        }
        return notice.isForGuests == (exchange.session == nil) ? notice : nil
    }

    /// A page as the answer; a personal one must not be stored at all, as everything that a member sees.
    ///
    /// `content`: what belongs into gaps that not every page has.
    func page(
        _ page: Page, _ status: Status = .ok, isPersonal: Bool = false, for visit: Visit,
        content: (Gap) -> HTML? = { _ in nil }
    ) -> Answer {
        let document = Layout.document(page, for: visit).filled { visit.content(of: $0) ?? content($0) }
        let fields = pageFields(for: visit, isStorable: status == .ok && !isPersonal && !visit.isMember)
        return Answer(response: Response(status, fields, body: .bytes(document)), rules: .page)
    }

    /// A page to be kept: what was written for an impersonal visit, with its fields written out.
    func keptPage(_ page: Page, _ visit: Visit) -> PageCache.Entry {
        let fields = pageFields(for: visit, isStorable: !visit.isMember)
        return PageCache.Entry(
            document: Layout.document(page, for: visit.impersonal),
            response: securityFields.apply(to: Answer(response: Response(.ok, fields), rules: .page)).preparingFields())
    }

    /// A kept page as the answer to a reader; `content`: what belongs into gaps that not every page has.
    func answer(
        with entry: PageCache.Entry, for visit: Visit, content: (Gap) -> HTML? = { _ in nil }
    ) -> Answer {
        var response = entry.response
        response.body = .bytes(entry.document.filled { visit.content(of: $0) ?? content($0) })
        return Answer(response: response, rules: .written)
    }

    private func pageFields(for visit: Visit, isStorable: Bool) -> [ResponseField] {
        // Pages are sent as they are: a page holds what somebody typed beside what only its reader may know, and
        // compressed together its length would tell of the one by the other (BREACH).
        [
            ResponseField(.contentType, MediaType.html.text),
            ResponseField(.contentLanguage, visit.language.rawValue),
            ResponseField(.cacheControl, isStorable ? "no-cache" : "no-store"),
            ResponseField(.vary, "Cookie, Accept-Language"),
        ]
    }

    /// The answer to OPTIONS (RFC 9110 section 9.3.7).
    static func options(_ methods: [Method]) -> Answer {
        let fields = [ResponseField(.allow, list(methods)), ResponseField(.cacheControl, "no-store")]
        return Answer(response: Response(.noContent, fields), rules: .plain)
    }

    /// Methods as the value of `Allow` (RFC 9110 section 10.2.1).
    static func list(_ methods: [Method]) -> String {
        methods.map(\.name).joined(separator: ", ")
    }

    static func redirect(_ status: Status = .seeOther, to location: String) -> Answer {
        let fields = [ResponseField(.location, location), ResponseField(.cacheControl, "no-store")]
        return Answer(response: Response(status, fields), rules: .plain)
    }

    static func plain(_ status: Status, _ text: String) -> Answer {
        let fields = [
            ResponseField(.contentType, MediaType.plainText.text), ResponseField(.cacheControl, "no-store"),
        ]
        return Answer(response: Response(status, fields, body: .bytes(Array(text.utf8))), rules: .plain)
    }
}
