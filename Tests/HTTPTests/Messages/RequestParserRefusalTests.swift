import Testing

@testable import HTTP

/// One raw head and the rule it breaks.
struct Refusal: Sendable, CustomTestStringConvertible {
    let raw: String
    let error: RequestError

    init(_ raw: String, _ error: RequestError) {
        self.raw = raw
        self.error = error
    }

    var testDescription: String { "\(error): \(String(reflecting: String(raw.prefix(90))))" }

    /// A refusal of a field line behind a good request line and `Host`.
    static func field(_ line: String, _ error: RequestError) -> Refusal {
        Refusal("GET / HTTP/1.1\r\nHost: a\r\n\(line)\r\n\r\n", error)
    }

    /// A refusal of a `Host` value.
    static func host(_ value: String, _ error: RequestError = .invalidHost) -> Refusal {
        Refusal("GET / HTTP/1.1\r\nHost: \(value)\r\n\r\n", error)
    }

    /// A refusal of a target.
    static func target(_ target: String, _ error: RequestError, _ method: String = "GET") -> Refusal {
        Refusal("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n", error)
    }

    /// A refusal of a whole request line.
    static func line(_ line: String, _ error: RequestError) -> Refusal {
        Refusal("\(line)\r\nHost: a\r\n\r\n", error)
    }
}

struct RequestParserRefusalTests {
    static let requestLines: [Refusal] = [
        .line("GET", .malformedRequestLine),
        .line("GET /", .malformedRequestLine),
        .line("GET  / HTTP/1.1", .malformedRequestLine),
        .line("GET /  HTTP/1.1", .malformedVersion),
        .line("GET / HTTP/1.1 ", .malformedVersion),
        .line(" GET / HTTP/1.1", .malformedRequestLine),
        .line("GET\t/ HTTP/1.1", .malformedRequestLine),
        .line("GET / \tHTTP/1.1", .malformedVersion),
        .line("G:T / HTTP/1.1", .malformedRequestLine),
        .line("G\u{C9}T / HTTP/1.1", .malformedRequestLine),
        .line("\"GET\" / HTTP/1.1", .malformedRequestLine),
        .line("GET / http/1.1", .malformedVersion),
        .line("GET / HTTP/1", .malformedVersion),
        .line("GET / HTTP/1.", .malformedVersion),
        .line("GET / HTTP/1.1.1", .malformedVersion),
        .line("GET / HTTP/11.1", .malformedVersion),
        .line("GET / HTTP/1,1", .malformedVersion),
        .line("GET / HTTP/x.1", .malformedVersion),
        .line("GET / HTTPS/1.1", .malformedVersion),
        .line("GET / HTTP/99999999999999999999.1", .malformedVersion),
        .line("GET / HTTP/\u{B9}.1", .malformedVersion),
        .line("GET /a b HTTP/1.1", .malformedVersion),
        .line("GET / HTTP/9.9", .unsupportedVersion),
        .line("GET / HTTP/0.9", .unsupportedVersion),
        .line("GET / HTTP/2.0", .unsupportedVersion),
        .line("GET / HTTP/3.0", .unsupportedVersion),
        Refusal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
        .line("get / HTTP/1.1", .unknownMethod),
        .line("Get / HTTP/1.1", .unknownMethod),
        .line("GETT / HTTP/1.1", .unknownMethod),
        .line("PROPFIND / HTTP/1.1", .unknownMethod),
        .line("BREW / HTTP/1.1", .unknownMethod),
        .line("X\(String(repeating: "Y", count: 300)) / HTTP/1.1", .unknownMethod),
        Refusal("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .emptyLines),
        Refusal("GET /\(String(repeating: "a", count: 17_000)) HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineTooLong),
        Refusal(String(repeating: "A", count: 20_000), .requestLineTooLong),
        Refusal("\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}", .controlByte),
    ]

    static let targets: [Refusal] = [
        .target("index.html", .invalidTarget),
        .target("*", .invalidTarget),
        .target("?q", .invalidTarget),
        .target("a:80", .invalidTarget),
        .target("ftp://a/", .invalidTarget),
        .target("http:/a/", .invalidTarget),
        .target("http://", .invalidTarget),
        .target("http:///x", .invalidHost),
        .target("http://?x", .invalidHost),
        .target("http://a:b/", .invalidHost),
        .target("http://a:99999/", .invalidHost),
        .target("http://u@a/", .userInformation),
        .target("http://u:p@a/", .userInformation),
        .target("http://b/", .hostMismatch),
        .target("http://a:81/", .hostMismatch),
        .target("https://a:80/", .hostMismatch),
        .target("http://a.evil/", .hostMismatch),
        .target("http://a/%2e%2e/", .dotSegment),
        .target("/a#b", .invalidTarget),
        .target("/a?b#c", .invalidTarget),
        .target("/<script>", .invalidTarget),
        .target("/\"", .invalidTarget),
        .target("/?\"", .invalidTarget),
        .target("/{a}", .invalidTarget),
        .target("/\u{E4}", .invalidTarget),
        .target("/?\u{E4}", .invalidTarget),
        .target("/a\u{85}b", .invalidTarget),
        .target("/a\u{A0}b", .invalidTarget),
        .target("/a\tb", .invalidTarget),
        .target("/\\etc", .backslash),
        .target("/%5cetc", .backslash),
        .target("/%5Cetc", .backslash),
        .target("/a%2fb", .encodedSlash),
        .target("/a%2Fb", .encodedSlash),
        .target("/..%2f..%2fetc", .encodedSlash),
        .target("/%00", .controlByteInPath),
        .target("/a%0d%0aSet-Cookie:x", .controlByteInPath),
        .target("/%7f", .controlByteInPath),
        .target("/%", .badPercentEscape),
        .target("/%1", .badPercentEscape),
        .target("/%zz", .badPercentEscape),
        .target("/%2", .badPercentEscape),
        .target("/%+1", .badPercentEscape),
        .target("/a%%20", .badPercentEscape),
        .target("/..", .dotSegment),
        .target("/.", .dotSegment),
        .target("/../etc/passwd", .dotSegment),
        .target("/a/../b", .dotSegment),
        .target("/a/./b", .dotSegment),
        .target("/a/..", .dotSegment),
        .target("/%2e%2e/etc", .dotSegment),
        .target("/.%2E/etc", .dotSegment),
        .target("/%2e", .dotSegment),
        .target("/%c0%ae%c0%ae/", .invalidUTF8),
        .target("/%e0%80%af", .invalidUTF8),
        .target("/%ff", .invalidUTF8),
        .target("/%ed%a0%80", .invalidUTF8),
        .target("/%f4%90%80%80", .invalidUTF8),
        .target("/%c3", .invalidUTF8),
        .target("a:443", .tunnelNotOffered, "CONNECT"),
        .target("[::1]:443", .tunnelNotOffered, "CONNECT"),
        .target("/", .targetFormNotAllowed, "CONNECT"),
        .target("a", .targetFormNotAllowed, "CONNECT"),
        .target("a:", .targetFormNotAllowed, "CONNECT"),
        .target("http://a/", .targetFormNotAllowed, "CONNECT"),
        .target("*", .invalidTarget, "POST"),
        .target("**", .invalidTarget, "OPTIONS"),
    ]

    static let fields: [Refusal] = [
        .field("Host : a", .spaceBeforeColon),
        .field("X : a", .spaceBeforeColon),
        .field("X\t: a", .spaceBeforeColon),
        .field("Content-Length : 5", .spaceBeforeColon),
        .field(": a", .emptyFieldName),
        .field(":", .emptyFieldName),
        .field("no colon here", .missingColon),
        .field("X", .missingColon),
        .field("a b: c", .spaceBeforeColon),
        .field("a(b): c", .invalidFieldName),
        .field("a/b: c", .invalidFieldName),
        .field("\u{E4}: c", .invalidFieldName),
        .field("\u{FF}", .missingColon),
        .field("X: a\r\n b", .obsoleteFold),
        .field("X: a\r\n\tb", .obsoleteFold),
        .field("X: a\r\n ", .obsoleteFold),
        Refusal("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .obsoleteFold),
        .field("X: a\rb", .bareCarriageReturn),
        .field("X: a\r\r\nb: c", .bareCarriageReturn),
        .field("X: a\nY: b", .bareLineFeed),
        .field("X: \u{00}", .controlByte),
        .field("X: a\u{01}b", .controlByte),
        .field("X: a\u{0B}b", .controlByte),
        .field("X: a\u{1B}[0m", .controlByte),
        .field("X: a\u{7F}", .controlByte),
        .field("X\u{00}: a", .controlByte),
        Refusal("GET / HTTP/1.1\nHost: a\n\n", .bareLineFeed),
        Refusal("GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
        Refusal("GET / HTTP/1.1\r\nHost: a\r\n\rX", .bareCarriageReturn),
        Refusal("GET /\u{00} HTTP/1.1\r\nHost: a\r\n\r\n", .controlByte),
        Refusal("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineFeed),
        Refusal(
            "GET / HTTP/1.1\r\n" + (0...100).map { "X\($0): y\r\n" }.joined() + "Host: a\r\n\r\n", .tooManyFields),
        .field("X: " + String(repeating: "y", count: 40_000), .headTooLarge),
        Refusal("GET / HTTP/1.1\r\nX: " + String(repeating: "y", count: 40_000), .headTooLarge),
        Refusal(
            "GET / HTTP/1.1\r\n" + (0..<90).map { "X\($0): \(String(repeating: "y", count: 400))\r\n" }.joined()
                + "\r\n", .headTooLarge),
        .field("Expect: 200-ok", .unknownExpectation),
        .field("Expect: 100-continue, x", .unknownExpectation),
        .field("Expect: 100-continued", .unknownExpectation),
    ]

    static let hosts: [Refusal] = [
        Refusal("GET / HTTP/1.1\r\n\r\n", .missingHost),
        Refusal("GET http://a/ HTTP/1.1\r\n\r\n", .missingHost),
        .field("Host: a", .repeatedHost),
        .field("host: b", .repeatedHost),
        .host(""),
        .host(":80"),
        .host("a:x"),
        .host("a:65536"),
        .host("a:99999999999999999999"),
        .host("a:-1"),
        .host("a:+80"),
        .host("a:80:80"),
        .host("a b"),
        .host("a/b"),
        .host("a?b"),
        .host("a#b"),
        .host("a@b"),
        .host("u:p@a"),
        .host("a\\b"),
        .host("a%"),
        .host("a%2"),
        .host("a%zz"),
        .host("<a>"),
        .host("\u{E4}.example"),
        .host("[::1"),
        .host("[]"),
        .host("[:]"),
        .host("[:::]"),
        .host("[1::2::3]"),
        .host("[1:2:3:4:5:6:7]"),
        .host("[1:2:3:4:5:6:7:8:9]"),
        .host("[1:2:3:4:5:6:7:8::]"),
        .host("[12345::]"),
        .host("[g::]"),
        .host("[1::]x"),
        .host("[fe80::1%25eth0]"),
        .host("[::1.2.3]"),
        .host("[::1.2.3.256]"),
        .host("[::1.2.3.4.5]"),
        .host("[v1.a]"),
        .host(String(repeating: "a", count: 256)),
    ]

    static let framings: [Refusal] = [
        .field("Content-Length: 6\r\nTransfer-Encoding: chunked", .lengthAndTransferEncoding),
        .field("Transfer-Encoding: chunked\r\nContent-Length: 6", .lengthAndTransferEncoding),
        .field("Transfer-Encoding: chunked\r\nContent-Length: 0", .lengthAndTransferEncoding),
        .field("Transfer-Encoding: x\r\nContent-Length: 0", .lengthAndTransferEncoding),
        .field("Content-Length: 3\r\nContent-Length: 5", .repeatedContentLength),
        .field("Content-Length: 5\r\nContent-Length: 5", .repeatedContentLength),
        .field("Content-Length: 5, 5", .invalidContentLength),
        .field("Content-Length: 5,6", .invalidContentLength),
        .field("Content-Length: +5", .invalidContentLength),
        .field("Content-Length: -5", .invalidContentLength),
        .field("Content-Length: -0", .invalidContentLength),
        .field("Content-Length:", .invalidContentLength),
        .field("Content-Length: ", .invalidContentLength),
        .field("Content-Length: 5 6", .invalidContentLength),
        .field("Content-Length: 0x5", .invalidContentLength),
        .field("Content-Length: 5a", .invalidContentLength),
        .field("Content-Length: 5.0", .invalidContentLength),
        .field("Content-Length: \u{B2}", .invalidContentLength),
        .field("Content-Length: \u{EF}\u{BC}\u{95}", .invalidContentLength),
        .field("Content-Length: \"5\"", .invalidContentLength),
        .field("Content-Length: 9223372036854775808", .contentLengthOverflow),
        .field("Content-Length: 18446744073709551621", .contentLengthOverflow),
        .field("Content-Length: 1234567890123456789012345678901234567890", .contentLengthOverflow),
        .field("Transfer-Encoding: gzip", .unknownTransferCoding),
        .field("Transfer-Encoding: identity", .unknownTransferCoding),
        .field("Transfer-Encoding: xchunked", .unknownTransferCoding),
        .field("Transfer-Encoding: gzip, chunked", .unknownTransferCoding),
        .field("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", .unknownTransferCoding),
        .field("Transfer-Encoding: chun\u{E2}\u{84}\u{AA}ed", .malformedTransferEncoding),
        .field("Transfer-Encoding: chunked, gzip", .malformedTransferEncoding),
        .field("Transfer-Encoding: chunked, chunked", .malformedTransferEncoding),
        .field("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .malformedTransferEncoding),
        .field("Transfer-Encoding:", .malformedTransferEncoding),
        .field("Transfer-Encoding: ,chunked", .malformedTransferEncoding),
        .field("Transfer-Encoding: chunked,", .malformedTransferEncoding),
        .field("Transfer-Encoding: \"chunked\"", .malformedTransferEncoding),
        .field("Transfer-Encoding: chunked;q=1", .malformedTransferEncoding),
        .field("Transfer-Encoding: chunked chunked", .malformedTransferEncoding),
        .field("Transfer-Encoding:\u{0B}chunked", .controlByte),
        Refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingInHTTP10),
    ]

    static let all = requestLines + targets + fields + hosts + framings

    @Test("A broken rule is named", arguments: all)
    func brokenRuleIsNamed(_ refusal: Refusal) {
        var parser = RequestParser()
        let bytes = bytes(refusal.raw)
        #expect(throws: refusal.error) { _ = try parser.parse(bytes.span) }
    }

    @Test("A broken rule is the same one however the octets are cut", arguments: all)
    func cutsDoNotChangeTheRule(_ refusal: Refusal) {
        let bytes = bytes(refusal.raw)
        let step = max(1, bytes.count / 400)
        for cut in stride(from: 0, to: bytes.count, by: step) {
            var parser = RequestParser()
            let part = bytes[..<cut]
            #expect(throws: refusal.error, "cut at \(cut)") {
                _ = try parser.parse(part.span)
                _ = try parser.parse(bytes.span)
            }
        }
    }

    @Test("The table is as large as promised and knows every rule a head can break")
    func tableIsComplete() {
        #expect(Self.all.count >= 120)
        let named = Set(Self.all.map(\.error))
        let notOfHeads: Set<RequestError> = [
            .headTimeout, .noRoom,
            .bodyTooLarge, .malformedChunkSize, .chunkSizeTooLong, .chunkExtensionTooLong, .malformedChunkExtension,
            .malformedChunk,
            .malformedTrailer, .trailerTooLong,
        ]
        #expect(named == Set(RequestError.allCases).subtracting(notOfHeads))
    }

    @Test("Every error has a 4xx or a telling 5xx status, a section and a text of its own")
    func errorsSpeak() {
        for error in RequestError.allCases {
            #expect([400, 408, 413, 414, 417, 431, 501, 503, 505].contains(error.status.code))
            #expect(error.section.hasPrefix("RFC "))
        }
        #expect(Set(RequestError.allCases.map(\.description)).count == RequestError.allCases.count)
    }
}
