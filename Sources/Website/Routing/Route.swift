import Catalogue
import Codecs
import HTTP
import Letters
import Nachlese

/// Every address of the site: what is parsed from a request, and what links are printed from.
enum Route: Hashable, Sendable {
    case start
    case series(Slug)
    case module(Slug)
    case presentation(module: Slug, presentation: Slug, fileName: String)
    case picture(module: Slug, PictureName)
    case login
    case logout
    case account
    case accountPassword
    case accountSessions
    case passwordForgotten
    case officePage(OfficePageName.Kind)
    case robots
    case sitemap
    case feed
    case access
    case accessConfirm
    case health
    case ready
    case asset(String)

    /// What a request may do there, or anywhere, in the order of `Allow`.
    ///
    /// By the kind of address alone: whether there is such a module, or who may have a file, is nothing to learn here.
    var methods: [Method] {
        switch self {
        case .start, .series, .module, .presentation, .picture, .officePage, .robots, .sitemap, .feed, .health, .ready,
            .asset:
            [.get, .head, .options]
        case .login, .account, .accountPassword, .passwordForgotten, .access, .accessConfirm:
            [.get, .head, .post, .options]
        case .logout, .accountSessions: [.post, .options]
        }
    }

    /// What a request may do at one route or another.
    static let allMethods: [Method] = [.get, .head, .post, .options]

    /// The address as it stands in links: an absolute path, percent-encoded.
    var path: String {
        switch self {
        case .start: "/"
        case .series(let series): "/series/\(series)"
        case .module(let module): "/modules/\(module)"
        case .presentation(let module, let presentation, let fileName):
            "/modules/\(module)/\(presentation)/\(PercentEncoding.pathSegment(fileName))"
        case .picture(let module, let name): "/pictures/\(module)/\(name)"
        case .login: "/login"
        case .logout: "/logout"
        case .account: "/account"
        case .accountPassword: "/account/password"
        case .accountSessions: "/account/sessions"
        case .passwordForgotten: "/password/forgotten"
        case .officePage(let kind): "/\(kind.rawValue)"
        case .robots: "/robots.txt"
        case .sitemap: "/sitemap.xml"
        case .feed: "/feed.xml"
        case .access: "/access"
        case .accessConfirm: "/access/confirm"
        case .health: "/healthz"
        case .ready: "/readyz"
        case .asset(let name): "/assets/\(name)"
        }
    }
}

extension Route {
    /// Reads the parts of a decoded path; nil for what is no address of the site.
    init?(segments: [String]) {
        switch segments.count {
        case 0: self = .start
        case 1:
            switch segments[0] {
            case "login": self = .login
            case "logout": self = .logout
            case "account": self = .account
            case "robots.txt": self = .robots
            case "sitemap.xml": self = .sitemap
            case "feed.xml": self = .feed
            case "access": self = .access
            case "healthz": self = .health
            case "readyz": self = .ready
            case let name:
                guard let kind = OfficePageName.Kind(rawValue: name) else { return nil }
                self = .officePage(kind)
            }
        case 2:
            switch (segments[0], segments[1]) {
            case ("account", "password"): self = .accountPassword
            case ("account", "sessions"): self = .accountSessions
            case ("password", "forgotten"): self = .passwordForgotten
            case ("access", "confirm"): self = .accessConfirm
            case ("assets", let name): self = .asset(name)
            case ("series", let name):
                guard let slug = Slug(name) else { return nil }
                self = .series(slug)
            case ("modules", let name):
                guard let slug = Slug(name) else { return nil }
                self = .module(slug)
            default: return nil
            }
        case 3:
            guard segments[0] == "pictures", let module = Slug(segments[1]), let name = PictureName(segments[2]) else {
                return nil
            }
            self = .picture(module: module, name)
        case 4:
            guard segments[0] == "modules", let module = Slug(segments[1]), let presentation = Slug(segments[2]),
                !segments[3].isEmpty
            else { return nil }
            self = .presentation(module: module, presentation: presentation, fileName: segments[3])
        default: return nil
        }
    }
}
