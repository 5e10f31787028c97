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
            settings: context.settings, assets: context.assets, texts: .of(language), isLanguageChosen: chosen != nil,
            session: exchange.session, isSessionOver: exchange.isSessionOver, notice: notice(exchange),
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
    func page(_ page: Page, _ status: Status = .ok, isPersonal: Bool = false, for visit: Visit) -> Answer {
        let isStorable = status == .ok && !isPersonal && visit.session == nil
        // Pages are sent as they are: a page holds what somebody typed beside what only its reader may know, and
        // compressed together its length would tell of the one by the other (BREACH).
        let fields = [
            ResponseField(.contentType, MediaType.html.text),
            ResponseField(.contentLanguage, visit.language.rawValue),
            ResponseField(.cacheControl, isStorable ? "no-cache" : "no-store"),
            ResponseField(.vary, "Cookie, Accept-Language"),
        ]
        let document = Layout.document(page, for: visit)
        return Answer(response: Response(status, fields, body: .bytes(document.bytes)), rules: .page)
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
