import Testing

@testable import HTTP

struct RequestParserTests {
    static let valid = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD /modules/iv HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET HTTP://A:80/x?y HTTP/1.1\r\nHOST: a\r\n\r\n",
        "GET https://a?y HTTP/1.1\r\nHost: A:443\r\n\r\n",
        "GET /a..b.pdf HTTP/1.1\r\nHost: [2001:db8::1]:8087\r\n\r\n",
        "GET /%C3%A4%20%e2%82%ac?next=%2F&x HTTP/1.1\r\nHost:a\r\n\r\n",
        "POST /login HTTP/1.1\r\nHost: a\r\ncontent-length:  0012\t\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nExpect: 100-Continue\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX:\r\nX: \u{E4}\ty\r\nConnection: foo, Close\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
        "GET /[a]|^~ HTTP/1.1\r\nHost: a\r\n\r\n",
    ]

    /// Valid heads too long for every cut in a debug build.
    static let long = [
        "GET /\(String(repeating: "a", count: 8_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n" + (0..<59).map { "X-\($0): y\r\n" }.joined()
            + "Cookie: s=\(String(repeating: "c", count: 4_096))\r\n\r\n",
    ]

    /// What a head says, for comparison.
    private func summary(_ head: RequestHead) -> String {
        """
        \(head.method.name) \(head.target.path) \(head.target.query ?? "-") \(head.target.kind) \(head.version) \
        \(head.framing) \(head.keepAlive) \(head.expectsContinue) \(head.host?.description ?? "-") \
        \(head.rawTarget) \(head.byteCount) \(head.fieldCount) \(head.string(.cookie) ?? "-")
        """
    }

    @Test("A valid head is the same however its octets are cut", arguments: valid + long)
    func cutsDoNotMatter(_ raw: String) throws {
        let bytes = bytes(raw + "GET ")
        let length = bytes.count - 4
        let whole = try summary(RequestHead.parse(raw))
        for cut in stride(from: 0, to: length, by: max(1, length / 700)) {
            var parser = RequestParser()
            let part = bytes[..<cut]
            guard case .needMore = try parser.parse(part.span) else {
                Issue.record("a head after \(cut) octets")
                return
            }
            guard case .head(let head, let consumed) = try parser.parse(bytes.span) else {
                Issue.record("no head with a cut at \(cut)")
                return
            }
            #expect(consumed == length)
            #expect(summary(head) == whole)
        }
    }

    @Test("A valid head is the same octet by octet", arguments: valid + long)
    func byteByByte(_ raw: String) throws {
        let bytes = bytes(raw)
        let whole = try summary(RequestHead.parse(raw))
        var parser = RequestParser()
        for count in 0..<bytes.count {
            let part = bytes[..<count]
            guard case .needMore = try parser.parse(part.span) else {
                Issue.record("a head after \(count) octets")
                return
            }
        }
        guard case .head(let head, let consumed) = try parser.parse(bytes.span) else {
            Issue.record("no head")
            return
        }
        #expect(consumed == bytes.count)
        #expect(summary(head) == whole)
    }

    @Test("Pipelined requests come out one by one from the same parser")
    func pipelining() throws {
        let bytes = bytes((Self.valid + Self.long).joined())
        var parser = RequestParser()
        var start = 0
        var count = 0
        while start < bytes.count {
            let rest = bytes[start...]
            guard case .head(_, let consumed) = try parser.parse(rest.span) else {
                Issue.record("stopped at \(start)")
                return
            }
            start += consumed
            count += 1
            #expect(!parser.hasBegun)
        }
        #expect(count == Self.valid.count + Self.long.count)
    }

    @Test("Nothing has begun before the first octet")
    func beginning() throws {
        var parser = RequestParser()
        _ = try parser.parse(bytes("").span)
        #expect(!parser.hasBegun)
        _ = try parser.parse(bytes("G").span)
        #expect(parser.hasBegun)
    }

    @Test("The size limits are exact")
    func limits() throws {
        let limits = Limits(requestLine: 20, head: 64, fields: 2)
        func parse(_ raw: String) throws {
            var parser = RequestParser(limits: limits)
            _ = try parser.parse(bytes(raw).span)
        }
        try parse("GET /567890 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(throws: RequestError.requestLineTooLong) { try parse("GET /5678901 HTTP/1.1\r\nHost: a\r\n\r\n") }
        let full = "GET / HTTP/1.1\r\nHost: a\r\nX: "
        try parse(full + String(repeating: "x", count: 64 - full.utf8.count - 4) + "\r\n\r\n")
        #expect(throws: RequestError.headTooLarge) {
            try parse(full + String(repeating: "x", count: 65 - full.utf8.count - 4) + "\r\n\r\n")
        }
        try parse("GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n")
        #expect(throws: RequestError.tooManyFields) { try parse("GET / HTTP/1.1\r\nHost: a\r\nX:\r\nX:\r\n\r\n") }
    }

    @Test("Limits that meet, and octets that are taken back, do not trap")
    func oddCalls() throws {
        let limits = Limits(requestLine: 64, head: 64)
        let raw = bytes("\r\nGET /\(String(repeating: "a", count: 50)) HTTP/1.1\r\nHost: a\r\n\r\n")
        for cut in 0..<raw.count {
            var parser = RequestParser(limits: limits)
            let part = raw[..<cut]
            #expect(throws: RequestError.headTooLarge) {
                _ = try parser.parse(part.span)
                _ = try parser.parse(raw.span)
            }
        }
        var parser = RequestParser()
        _ = try parser.parse(bytes("GET / HTTP/1.1\r\nHost: a").span)
        _ = try parser.parse(bytes("GET").span)
    }

    @Test("The largest head that any limits allow does not trap")
    func largestHead() throws {
        var parser = RequestParser(limits: Limits(requestLine: 1 << 40, head: 1 << 40, fields: 10))
        let target = "http://" + String(repeating: "a", count: 200) + "/" + String(repeating: "b", count: 64_700)
        let raw = "\r\nGET \(target) HTTP/1.1\r\nHost: \(String(repeating: "a", count: 200))\r\n\r\n"
        #expect(throws: RequestError.headTooLarge) { _ = try parser.parse(bytes(raw).span) }
    }
}
