import Testing

@testable import HTTP

struct AcceptEncodingTests {
    @Test(
        "The best offered coding is chosen",
        arguments: [
            // What browsers and tools send.
            ("gzip, deflate, br, zstd", .brotli), ("gzip, deflate, br", .brotli), ("gzip, deflate", .gzip),
            ("gzip", .gzip), ("br", .brotli), ("identity", .identity), ("deflate, zstd", .identity),
            // Weights
            ("br;q=0.5, gzip", .gzip), ("br;q=0.5, gzip;q=0.5", .brotli), ("gzip;q=0.001", .gzip),
            ("br;q=0", .identity), ("br;q=0.000, gzip;q=0", .identity), ("br;q=0, gzip", .gzip),
            ("gzip;q=0.5, identity", .identity), ("gzip;q=0.5, identity;q=0.5", .gzip),
            ("gzip;q=0.5, identity;q=0.6", .identity), ("br;Q=1.000 , gzip ; q=0.9", .brotli),
            // The star stands for what is not named.
            ("*", .brotli), ("*;q=0.1", .brotli), ("*;q=0", .identity), ("br;q=0, *", .gzip), ("gzip, *;q=0", .gzip),
            ("gzip;q=0.3, *;q=0.8", .brotli), ("identity, *;q=0.5", .identity), ("br;q=0, gzip;q=0, *", .identity),
            // Whoever refuses the plain form gets another where there is one.
            ("identity;q=0", .identity), ("identity;q=0, gzip;q=0.1", .gzip), ("identity;q=0, *", .brotli),
            ("deflate, identity;q=0", .identity), ("deflate, *;q=0", .identity),
            // Names have no case, and gzip an older name.
            ("GZip", .gzip), ("BR", .brotli), ("x-gzip", .gzip), ("X-GZIP;q=0, gzip", .identity),
            ("Identity;q=1, gzip;q=0.9", .identity), ("gzipp", .identity), ("b", .identity), ("x-br", .identity),
            // Named twice the lower weight counts.
            ("gzip, gzip;q=0", .identity), ("gzip;q=0, gzip", .identity), ("*, *;q=0", .identity),
            // Empty elements are none.
            ("", .identity), (",", .identity), (" , gzip ,, ", .gzip),
            // What cannot be read is not trusted in any part.
            ("gzip;q=1.1", .identity), ("gzip;q=1.0000", .identity), ("gzip;q=", .identity), ("gzip;q", .identity),
            ("gzip;", .identity), ("gzip;q=a", .identity), ("gzip;q=-1", .identity), ("gzip;q=2", .identity),
            ("gzip;q=.5", .identity), ("gzip;q=0,5", .identity), ("gzip;q=0.5;x=1", .identity),
            ("gzip;level=9", .identity), ("br, gzip;q=x", .identity), ("gzip br", .identity), ("\"gzip\"", .identity),
            (";q=1", .identity), ("gzip, \u{E4}", .identity), ("g\u{7A}ip\u{A0}", .identity),
            ("gzip;q=\u{B2}", .identity), ("gzip; q = 1", .identity),
        ] as [(String, ContentCoding)])
    func table(_ value: String, _ expected: ContentCoding) {
        #expect(AcceptEncoding([field(value)]).best(of: [.brotli, .gzip]) == expected)
    }

    @Test("Only what is there is sent, in the order of the offer where the client does not mind")
    func offers() {
        let anything = AcceptEncoding([field("gzip, br")])
        #expect(anything.best(of: []) == .identity)
        #expect(anything.best(of: [.gzip]) == .gzip)
        #expect(anything.best(of: [.gzip, .brotli]) == .gzip)
        #expect(AcceptEncoding([field("*")]).best(of: [.gzip]) == .gzip)
    }

    @Test("Several fields count as one, and without any the plain form is sent")
    func fields() throws {
        #expect(AcceptEncoding([field("deflate"), field("gzip")]).best(of: [.gzip]) == .gzip)
        #expect(AcceptEncoding([field("gzip"), field("br;q=x")]).best(of: [.gzip]) == .identity)
        #expect(AcceptEncoding(try .make()).best(of: [.gzip]) == .identity)
        let head = try RequestHead.make("GET", "/", ["Accept-Encoding: gzip"])
        #expect(AcceptEncoding(head).best(of: [.gzip]) == .gzip)
    }

    @Test("No octets trip it")
    func hostile() {
        var random = FixedRandom(state: 7)
        let alphabet = Array("gzipbr*;q=01.,- \t\"\u{80}".utf8)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0..<24, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            let best = AcceptEncoding([ArraySlice(bytes)]).best(of: [.brotli, .gzip])
            // A coding is sent only to somebody who wrote its name or a star.
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(best != .brotli || text.contains("br") || text.contains("*"))
            #expect(best != .gzip || text.contains("gzip") || text.contains("*"))
        }
    }
}
