import Codecs
import HTTP
import Members
import Nachlese

extension Site {
    /// For whom, and in which language, a page is written: the language chosen in the address, else the account's,
    /// else what the browser prefers, else German.
    func context(_ request: RequestContext) -> PageContext {
        let chosen = request.query["lang"].flatMap { Language(rawValue: $0) }
        let language =
            chosen ?? request.session?.session.account.language
            ?? AcceptLanguage.best(of: Language.allCases.map(\.rawValue), for: request.head)
            .flatMap { Language(rawValue: $0) } ?? .german
        return PageContext(
            frame: frame, texts: .of(language), isLanguageChosen: chosen != nil,
            isMember: request.session != nil, session: request.session, isSessionOver: request.isSessionOver,
            notice: notice(request),
            place: Route(segments: request.head.target.segments), now: request.now)
    }

    /// What the address claims to have happened, where that can be.
    private func notice(_ request: RequestContext) -> Notice? {
        guard !request.isPost, let notice = request.query["notice"].flatMap({ Notice(rawValue: $0) }) else {
            return nil
        }
        return notice.isForGuests == (request.session == nil) ? notice : nil
    }

    /// A page as the answer; a personal one must not be stored at all, as everything that a member sees.
    ///
    /// `content`: what belongs into gaps that not every page has.
    func page(
        _ page: Page, _ status: Status = .ok, isPersonal: Bool = false, for context: PageContext,
        content: (Gap) -> HTML? = { _ in nil }
    ) -> SiteResponse {
        let document = Layout.document(page, for: context).filled { context.content(of: $0) ?? content($0) }
        let fields = pageFields(for: context, isStorable: status == .ok && !isPersonal && !context.isMember)
        return SiteResponse(response: Response(status, fields, body: .bytes(document)), rules: .page)
    }

    /// A page to be kept: what was written for an impersonal context, with its fields written out.
    func keptPage(_ page: Page, _ context: PageContext) -> PageCache.Entry {
        let fields = pageFields(for: context, isStorable: !context.isMember)
        return PageCache.Entry(
            document: Layout.document(page, for: context.impersonal),
            response: securityFields.apply(to: SiteResponse(response: Response(.ok, fields), rules: .page)).preparingFields())
    }

    /// A kept page as the answer to a reader; `content`: what belongs into gaps that not every page has.
    func answer(
        with entry: PageCache.Entry, for context: PageContext, content: (Gap) -> HTML? = { _ in nil }
    ) -> SiteResponse {
        var response = entry.response
        response.body = .bytes(entry.document.filled { context.content(of: $0) ?? content($0) })
        return SiteResponse(response: response, rules: .written)
    }

    private func pageFields(for context: PageContext, isStorable: Bool) -> [ResponseField] {
        // Pages are sent as they are: a page holds what somebody typed beside what only its reader may know, and
        // compressed together its length would tell of the one by the other (BREACH).
        [
            ResponseField(.contentType, MediaType.html.text),
            ResponseField(.contentLanguage, context.language.rawValue),
            ResponseField(.cacheControl, isStorable ? "no-cache" : "no-store"),
            ResponseField(.vary, "Cookie, Accept-Language"),
        ]
    }

    /// The answer to OPTIONS (RFC 9110 section 9.3.7).
    static func options(_ methods: [Method]) -> SiteResponse {
        let fields = [ResponseField(.allow, list(methods)), ResponseField(.cacheControl, "no-store")]
        return SiteResponse(response: Response(.noContent, fields), rules: .plain)
    }

    /// Methods as the value of `Allow` (RFC 9110 section 10.2.1).
    static func list(_ methods: [Method]) -> String {
        methods.map(\.name).joined(separator: ", ")
    }

    static func redirect(_ status: Status = .seeOther, to location: String) -> SiteResponse {
        let fields = [ResponseField(.location, location), ResponseField(.cacheControl, "no-store")]
        return SiteResponse(response: Response(status, fields), rules: .plain)
    }

    static func plain(_ status: Status, _ text: String) -> SiteResponse {
        let fields = [
            ResponseField(.contentType, MediaType.plainText.text), ResponseField(.cacheControl, "no-store"),
        ]
        return SiteResponse(response: Response(status, fields, body: .bytes(Array(text.utf8))), rules: .plain)
    }
}
