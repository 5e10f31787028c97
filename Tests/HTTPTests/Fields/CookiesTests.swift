import Testing

@testable import HTTP

struct CookiesTests {
    @Test(
        "Cookies are read and garbage is skipped",
        arguments: [
            (["s=1"], ["1"]),
            (["s=1; s=2"], ["1", "2"]),
            (["s=1", "t=0; s=2"], ["1", "2"]),
            (["a=b;s=1;c"], ["1"]),
            (["s=\"1\""], ["1"]),
            (["s=\""], []),
            (["s=\"\""], [""]),
            (["s="], [""]),
            (["s"], []),
            ([" s = 1 "], ["1"]),
            (["S=1; ss=2; xs=3; s1=4"], []),
            (["s=a=b"], ["a=b"]),
            (["s=a b"], []),
            (["s=a,b"], []),
            (["s=a\\b"], []),
            (["s=\u{E4}"], []),
            (["s=\u{00}; s=1"], ["1"]),
            (["=1; ;;; =; s=1"], ["1"]),
            ([""], []),
            ([";"], []),
            (["="], []),
            ([], []),
            (["t=s=1"], []),
            (["s=1,s=2; s=3"], ["3"]),
        ])
    func table(_ fields: [String], _ expected: [String]) {
        #expect(Cookies(fields: fields.map(field)).values(named: "s") == expected)
    }

    @Test("Cookies come from all fields of a head")
    func fromHead() throws {
        let head = try RequestHead.make("GET", "/", ["Cookie: __Host-nachlese=bad", "Cookie: __Host-nachlese=good"])
        #expect(Cookies(head).values(named: "__Host-nachlese") == ["bad", "good"])
    }
}
