import Catalogue
import HTTP
import Letters

/// Where somebody goes on to after signing in: a page of this site, never a file and never anything else.
///
/// It is read from a `next` parameter into a typed value and printed from that, so that nothing of what was sent gets
/// into a `Location`.
enum ReturnTarget: Hashable, Sendable {
    case start
    case series(Slug)
    /// A module, with the presentation that was asked for: its row is marked there. A file itself is no place to go
    /// to, since a browser would stay on the sign-in form while it saves it.
    case module(Slug, file: Slug?)
    case officePage(OfficePageName.Kind)
    case account
    /// The choice of a password, from which it goes on to another place.
    indirect case accountPassword(then: ReturnTarget?)

    /// Reads the value of `next`: a local path that is an address of this site; nil for anything else.
    init?(_ next: String?) {
        guard let next, let target = RequestTarget(local: next), let route = Route(segments: target.segments) else {
            return nil
        }
        switch route {
        case .start: self = .start
        case .series(let slug): self = .series(slug)
        case .module(let slug):
            let file = (try? target.queryItems())?["file"].flatMap { Slug($0) }
            self = .module(slug, file: file)
        case .presentation(let module, let presentation, _): self = .module(module, file: presentation)
        case .officePage(let kind): self = .officePage(kind)
        case .account: self = .account
        case .accountPassword:
            let then = ReturnTarget((try? target.queryItems())?["next"])
            // One step further, and no more.
            if case .accountPassword = then {
                self = .accountPassword(then: nil)
            } else {
                self = .accountPassword(then: then)
            }
        case .picture, .login, .logout, .accountSessions, .passwordForgotten, .access, .accessConfirm, .robots,
            .sitemap,
            .feed, .health,
            .ready, .asset:
            return nil
        }
    }

    var route: Route {
        switch self {
        case .start: .start
        case .series(let slug): .series(slug)
        case .module(let slug, _): .module(slug)
        case .officePage(let kind): .officePage(kind)
        case .account: .account
        case .accountPassword: .accountPassword
        }
    }

    /// The module that it is about.
    var module: Slug? {
        if case .module(let slug, _) = self { slug } else { nil }
    }

    /// The presentation that was asked for.
    var file: Slug? {
        if case .module(_, let file) = self { file } else { nil }
    }

    /// What stands behind the path.
    var query: [(name: String, value: String)] {
        switch self {
        case .module(_, let file?): [("file", file.rawValue)]
        case .accountPassword(let then?): [("next", then.parameter)]
        default: []
        }
    }

    /// The value of a `next` parameter that reads as this destination.
    var parameter: String { Link(route, query).text }
}
