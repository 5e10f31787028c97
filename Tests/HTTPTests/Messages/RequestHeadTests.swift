import Testing

@testable import HTTP

struct RequestHeadTests {
    @Test("Fields are found by name whatever their case, in their order")
    func look() throws {
        let head = try RequestHead.make("GET", "/", ["cookie: a=1", "COOKIE:  b=2 ", "X-Other: c", "Range:"])
        #expect(head.all(.cookie).map(Array.init) == ["a=1", "b=2"].map { Array($0.utf8) })
        #expect(head.first(.cookie).map(Array.init) == Array("a=1".utf8))
        #expect(head.count(.cookie) == 2)
        #expect(head.string(.range)?.isEmpty == true)
        #expect(head.string(.userAgent) == nil)
        #expect(head.fieldCount == 5)
    }

    @Test("Text that is not UTF-8 is no text")
    func invalidText() throws {
        #expect(try RequestHead.make("GET", "/", ["User-Agent: a\u{FF}"]).string(.userAgent) == nil)
        #expect(try RequestHead.make("GET", "/", ["User-Agent: \u{C3}\u{A4}"]).string(.userAgent) == "\u{E4}")
    }

    @Test(
        "Every name the server reads is recognised",
        arguments: [
            ("Accept", .accept), ("Accept-Encoding", .acceptEncoding), ("Accept-Language", .acceptLanguage),
            ("Authorization", .authorization), ("Cache-Control", .cacheControl), ("Connection", .connection),
            ("Content-Encoding", .contentEncoding), ("Content-Type", .contentType), ("Cookie", .cookie),
            ("Forwarded", .forwarded), ("If-Match", .ifMatch), ("If-Modified-Since", .ifModifiedSince),
            ("If-None-Match", .ifNoneMatch), ("If-Range", .ifRange), ("If-Unmodified-Since", .ifUnmodifiedSince),
            ("Origin", .origin), ("Range", .range), ("Referer", .referer), ("Sec-Fetch-Dest", .secFetchDest),
            ("Sec-Fetch-Mode", .secFetchMode), ("Sec-Fetch-Site", .secFetchSite), ("Upgrade", .upgrade),
            ("User-Agent", .userAgent), ("X-Forwarded-For", .xForwardedFor), ("X-Forwarded-Host", .xForwardedHost),
            ("X-Forwarded-Proto", .xForwardedProto), ("X-Real-IP", .xRealIP), ("X-Forwarded-Pro", .other),
            ("Cooki_", .other), ("Rang\u{65}s", .other), ("Pragma", .other),
        ] as [(String, FieldName)])
    func names(_ name: String, _ expected: FieldName) throws {
        let upper = String(decoding: name.utf8.map { $0 &- 0x61 < 26 ? $0 & 0xDF : $0 }, as: UTF8.self)
        for spelled in [name, upper] {
            #expect(try RequestHead.make("GET", "/", ["\(spelled): v"]).string(expected) == "v")
        }
    }

    @Test(
        "The host that counts is the target's, in lower case",
        arguments: [
            ("GET / HTTP/1.1\r\nHost: Slides.Example:8443\r\n\r\n", "slides.example:8443"),
            ("GET / HTTP/1.1\r\nHost: slides.example:\r\n\r\n", "slides.example"),
            ("GET / HTTP/1.1\r\nHost: [::FFFF:192.0.2.1]:1\r\n\r\n", "[::ffff:192.0.2.1]:1"),
            ("GET / HTTP/1.1\r\nHost: [1:2:3:4:5:6:7:8]\r\n\r\n", "[1:2:3:4:5:6:7:8]"),
            ("GET / HTTP/1.1\r\nHost: [1::]\r\n\r\n", "[1::]"),
            ("GET / HTTP/1.1\r\nHost: [::]\r\n\r\n", "[::]"),
            ("GET / HTTP/1.1\r\nHost: a%2db,c\r\n\r\n", "a%2db,c"),
            ("GET http://A:80/ HTTP/1.1\r\nHost: a\r\n\r\n", "a:80"),
            ("GET https://a/ HTTP/1.1\r\nHost: A:443\r\n\r\n", "a"),
            ("GET http://b/ HTTP/1.0\r\n\r\n", "b"),
            ("GET / HTTP/1.0\r\n\r\n", nil),
        ])
    func host(_ raw: String, _ expected: String?) throws {
        #expect(try RequestHead.parse(raw).host?.description == expected)
    }

    @Test(
        "Keeping the connection follows version and Connection",
        arguments: [
            ("1.1", "", true), ("1.1", "Connection: close\r\n", false), ("1.1", "Connection: x, CLOSE\r\n", false),
            ("1.1", "Connection: closed\r\n", true), ("1.1", "Connection: keep-alive, close\r\n", false),
            ("1.0", "", false), ("1.0", "Connection: keep-alive\r\n", true),
            ("1.0", "Connection: Keep-Alive\r\nConnection: close\r\n", false),
        ])
    func keepAlive(_ version: String, _ field: String, _ expected: Bool) throws {
        #expect(try RequestHead.parse("GET / HTTP/\(version)\r\nHost: a\r\n\(field)\r\n").keepAlive == expected)
    }

    @Test("Framing is what the fields say")
    func framing() throws {
        #expect(try RequestHead.make("POST").framing == .none)
        #expect(try RequestHead.make("POST", "/", ["Content-Length: 0"]).framing == .length(0))
        #expect(try RequestHead.make("POST", "/", ["Content-Length: 0042"]).framing == .length(42))
        #expect(
            try RequestHead.make("POST", "/", ["Content-Length: 9223372036854775807"]).framing == .length(.max))
        #expect(try RequestHead.make("POST", "/", ["Transfer-Encoding: CHUNKED"]).framing == .chunked)
    }

    @Test("Expect counts for HTTP/1.1 only")
    func expectation() throws {
        #expect(try RequestHead.make("POST", "/", ["Expect: 100-CONTINUE"]).expectsContinue)
        #expect(try !RequestHead.make("POST", "/").expectsContinue)
        #expect(try !RequestHead.parse("POST / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").expectsContinue)
        #expect(try !RequestHead.parse("POST / HTTP/1.0\r\nExpect: x\r\n\r\n").expectsContinue)
    }
}
