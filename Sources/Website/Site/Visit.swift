import Codecs
import HTTP
import Members
import Nachlese

/// Who looks at a page, and in which language: what every page is written for.
struct Visit {
    let settings: Settings
    let assets: SiteAssets
    let texts: Texts
    /// Whether the language was chosen in the address; links keep such a choice.
    let isLanguageChosen: Bool
    let session: SignedInSession?
    /// Whether the browser believes to be signed in and is not.
    let isSessionOver: Bool
    let notice: Notice?
    /// Which page it is; nil for what is none.
    let place: Route?
    let now: Timestamp

    var language: Language { texts.language }
    var account: Account? { session?.session.account }

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

    func href(to destination: Destination) -> String {
        href(Link(destination))
    }

    /// The hidden field that proves that a form was made for this session.
    var formToken: HTML? {
        session.map { "<input type=\"hidden\" name=\"\(FormToken.field)\" value=\"\($0.formToken.text)\">" }
    }
}
