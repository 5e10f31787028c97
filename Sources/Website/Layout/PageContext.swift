import Codecs
import HTTP
import Members
import Nachlese

/// What is the same on all pages of a site.
final class SiteFrame: Sendable {
    let settings: Settings
    let assets: SiteAssets

    init(settings: Settings, assets: SiteAssets) {
        self.settings = settings
        self.assets = assets
    }
}

/// Who looks at a page, and in which language: what every page is written for.
struct PageContext {
    let frame: SiteFrame
    let language: Language
    /// Whether the language was chosen in the address; links keep such a choice.
    let isLanguageChosen: Bool
    /// Whether it is a member.
    let isMember: Bool
    /// Of the member; nil in what is kept for all of them.
    let session: SignedInSession?
    /// Whether the browser believes to be signed in and is not.
    let isSessionOver: Bool
    let notice: Notice?
    /// Which page it is; nil for what is none.
    let place: Route?
    let now: Timestamp

    var settings: Settings { frame.settings }
    var assets: SiteAssets { frame.assets }
    var account: Account? { session?.session.account }

    /// The same without anything that is known of the person: what is kept for others is written for this.
    var impersonal: PageContext {
        PageContext(
            frame: frame, language: language, isLanguageChosen: isLanguageChosen, isMember: isMember,
            session: nil, isSessionOver: false, notice: nil, place: place, now: now)
    }

    /// What stands on every page for this reader only.
    func content(of gap: Gap) -> HTML? {
        switch gap {
        case .notice: notice.map { "<p class=\"notice\" role=\"status\">\(layoutTexts.notices($0))</p>\n" }
        case .accountName: account.map { HTML(text: $0.name) }
        case .formToken: formToken
        case .state, .tally, .choice: nil
        }
    }

    /// The address of a link that keeps the chosen language.
    func href(_ link: Link) -> String {
        guard isLanguageChosen else { return link.text }
        var link = link
        link.add("lang", language.rawValue)
        return link.text
    }

    func href(_ route: Route) -> String {
        href(Link(route))
    }

    func href(to target: ReturnTarget) -> String {
        href(Link(target))
    }

    /// The hidden field that proves that a form was made for this session.
    var formToken: HTML? {
        session.map { "<input type=\"hidden\" name=\"\(FormToken.field)\" value=\"\($0.formToken.text)\">" }
    }
}
