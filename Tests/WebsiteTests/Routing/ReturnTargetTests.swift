import Testing

@testable import Website

@Suite struct ReturnTargetTests {
    @Test(arguments: [
        "//evil.example", "/\\evil.example", "https://evil.example", "https:evil.example", "javascript:alert(1)",
        "/%09/evil.example", "/%2F/evil.example", "/%5Cevil.example", "\\/evil.example", " /account",
        "/account\r\nX: y",
        "/account\u{0}", "\t//evil.example", "///evil.example", "http:///evil", "/.//evil.example", "/../evil", "",
        "evil.example", "/%0d%0aLocation:x", "/logout", "/login", "/account/sessions", "/healthz", "/robots.txt",
        "/feed.xml",
        "/pictures/iv/saal.jpg",
        "/password/forgotten",
        "/assets/nachlese.css",
        "/nix", "/@evil.example", "/modules/a/../b", "/account#x", "/account\u{7F}", "/account%00",
    ])
    func `accepts nothing but pages of this site`(next: String) {
        #expect(ReturnTarget(next) == nil)
    }

    @Test(arguments: [
        ("/", "/"), ("/account", "/account"), ("/account?evil=1", "/account"), ("/privacy", "/privacy"),
        ("/series/reihe", "/series/reihe"),
        ("/account/password", "/account/password"), ("/modules/iv", "/modules/iv"),
        ("/modules/iv?file=folien", "/modules/iv?file=folien"),
        ("/account/password?next=/modules/iv?file%3Dfolien", "/account/password?next=/modules/iv%3Ffile%3Dfolien"),
        ("/account/password?next=//evil.example", "/account/password"),
        ("/account/password?next=/account/password%3Fnext%3D/", "/account/password"),
        ("/modules/iv?file=%3Cscript%3E", "/modules/iv"),
        // Never the file itself.
        ("/modules/iv/folien/Gr%C3%B6%C3%9Fe.pdf", "/modules/iv?file=folien"),
    ])
    func `reads pages and prints them from what it read`(next: String, printed: String) throws {
        let destination = try #require(ReturnTarget(next))
        #expect(destination.parameter == printed)
        #expect(ReturnTarget(destination.parameter) == destination)
    }

    @Test func `leads to the row of a file`() throws {
        let destination = try #require(ReturnTarget("/modules/iv/folien/a.pdf"))
        #expect(Link(destination).text == "/modules/iv?file=folien#folien")
    }
}
