import TestSupport
import Testing

@testable import Catalogue
@testable import HTTP
@testable import Letters
@testable import Website

@Suite struct RouteTests {
    static func routes() throws -> [Route] {
        let slug = try Slug.of("modul-iv")
        return [
            .start, .series(slug), .module(slug),
            .presentation(module: slug, presentation: slug, fileName: "Größe & \"Träger\" 100%?#.pdf"),
            .picture(module: slug, try PictureName("saal.jpg").unwrapped()), .login, .logout, .account,
            .accountPassword, .accountSessions, .passwordForgotten, .access, .accessConfirm, .officePage(.imprint),
            .officePage(.privacy), .officePage(.accessibility), .officePage(.contact), .robots, .sitemap, .feed,
            .health, .ready,
            .asset("nachlese.css"),
        ]
    }

    @Test func `reads every address that it prints`() throws {
        for route in try RouteTests.routes() {
            let target = try RequestTarget(local: route.path).unwrapped()
            #expect(Route(segments: target.segments) == route)
        }
    }

    @Test(arguments: [
        "/nix", "/modules", "/modules/", "/series", "/modules/IV", "/modules/a/b", "/modules/a/b/", "/modules//b/c",
        "/pictures/modul-iv", "/pictures/modul-iv/saal.gif", "/pictures/modul-iv/saal", "/pictures/modul-iv/..jpg",
        "/pictures/modul-iv/saal.jpg/x", "/pictures/IV/saal.jpg", "/modules/modul-iv/saal.jpg",
        "/modules/a/b/c/d", "/series/a/b", "/account/x", "/assets", "/assets/a/b", "/login/x", "/password",
        "/password/x", "/imprint/x", "/robots", "/feed", "/Imprint",
        "/password/forgotten/x", "//", "/modules/a..b",
    ])
    func `takes nothing else for an address`(path: String) throws {
        let target = try #require(RequestTarget(local: path) ?? RequestTarget(local: "/nix"))
        #expect(Route(segments: target.segments) == nil)
    }

    @Test func `prints queries without useless escapes`() {
        #expect(
            Link(.login, [("next", "/modules/a/b/Gr%C3%B6.pdf")]).text == "/login?next=/modules/a/b/Gr%25C3%25B6.pdf")
        #expect(Link(.start, [("view", ""), ("a", "x&y=z")], fragment: "ü").text == "/?view&a=x%26y%3Dz#%C3%BC")
    }
}
