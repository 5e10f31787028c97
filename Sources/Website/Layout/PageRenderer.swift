import Codecs
import HTTP
import Members
import Nachlese

/// Makes responses of pages.
struct PageRenderer: Sendable {
    let frame: SiteFrame
    let securityFields: SecurityFields

    var settings: Settings { frame.settings }

    /// For whom, and in which language, a page is written: the language chosen in the address, else the account's,
    /// else what the browser prefers, else German.
    func context(_ request: RequestContext) -> PageContext {
        let chosen = request.query["lang"].flatMap { Language(rawValue: $0) }
        let language =
            chosen ?? request.session?.session.account.language
            ?? AcceptLanguage.best(of: Language.allCases.map(\.rawValue), for: request.head)
            .flatMap { Language(rawValue: $0) } ?? .german
        return PageContext(
            frame: frame, language: language, isLanguageChosen: chosen != nil,
            isMember: request.session != nil, session: request.session, isSessionOver: request.isSessionOver,
            notice: notice(request),
            place: Route(segments: request.head.target.segments), now: request.now)
    }

    /// For whom a page is written where nothing is known of the request, not even a language.
    func context(ofUnknownAt now: Timestamp) -> PageContext {
        PageContext(
            frame: frame, language: .german, isLanguageChosen: false, isMember: false, session: nil,
            isSessionOver: false, notice: nil, place: nil, now: now)
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
    /// `retryAfter`: seconds after which it is worth trying again; `content`: what belongs into gaps that not every page
    /// has.
    func page(
        _ page: Page, _ status: Status = .ok, isPersonal: Bool = false, retryAfter: Int64? = nil,
        for context: PageContext, content: (Gap) -> HTML? = { _ in nil }
    ) -> SiteResponse {
        let document = page.document(for: context).filled { context.content(of: $0) ?? content($0) }
        var fields = fields(for: context, isStorable: status == .ok && !isPersonal && !context.isMember)
        if let retryAfter { fields.append(ResponseField(.retryAfter, String(retryAfter))) }
        return SiteResponse(response: Response(status, fields, body: .bytes(document)), rules: .page)
    }

    /// A page to be kept: what was written for an impersonal context, with its fields written out.
    func keptPage(_ page: Page, _ context: PageContext) -> PageCache.Entry {
        let fields = fields(for: context, isStorable: !context.isMember)
        return PageCache.Entry(
            document: page.document(for: context.impersonal),
            response: securityFields.apply(to: SiteResponse(response: Response(.ok, fields), rules: .page))
                .preparingFields())
    }

    /// A kept page as the answer to a reader; `content`: what belongs into gaps that not every page has.
    func fill(
        _ entry: PageCache.Entry, for context: PageContext, content: (Gap) -> HTML? = { _ in nil }
    ) -> SiteResponse {
        var response = entry.response
        response.body = .bytes(entry.document.filled { context.content(of: $0) ?? content($0) })
        return SiteResponse(response: response, rules: .written)
    }

    private func fields(for context: PageContext, isStorable: Bool) -> [ResponseField] {
        // Pages are sent as they are: a page holds what somebody typed beside what only its reader may know, and
        // compressed together its length would tell of the one by the other (BREACH).
        [
            ResponseField(.contentType, MediaType.html.text),
            ResponseField(.contentLanguage, context.language.rawValue),
            ResponseField(.cacheControl, isStorable ? "no-cache" : "no-store"),
            ResponseField(.vary, "Cookie, Accept-Language"),
        ]
    }
}
