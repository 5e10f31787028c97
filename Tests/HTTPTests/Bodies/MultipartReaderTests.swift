import Testing

@testable import HTTP

@Suite("Multipart: what comes out of a body, and what is refused")
struct MultipartReaderTests {
    private static let a = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"

    private static let bodies: [(String, [String])] = [
        ("--b--", []),
        ("--b--\r\n", []),
        ("--b-- \t\r\nepilogue\r\n--b\r\n", []),
        (a + "1\r\n--b--\r\n", ["a=1"]),
        (a + "\r\n--b--", ["a="]),
        // No content at all, not even an empty one.
        (a + "--b--\r\n", ["a="]),
        (a + "--b \t \r\nContent-Disposition: form-data; name=c\r\n\r\n-\r\n--b--", ["a=", "c=-"]),
        ("preamble\r\n" + a + "1\r\n--b--\r\n", ["a=1"]),
        ("\r\n" + a + "1\r\n--b--\r\n", ["a=1"]),
        ("--\r\n--\r\r\n" + a + "1\r\n--b--\r\n", ["a=1"]),
        // Nearly a boundary.
        (
            a + "\r\r\n\r\n-\r\n--\r\n--\r--b\n--b\r--b\r\n--c\r\n -b\r\n--b--",
            [
                "a=\r\r\n\r\n-\r\n--\r\n--\r--b\n--b\r--b\r\n--c\r\n -b"
            ]
        ),
        (a + "-\r\n--b--", ["a=-"]),
        (a + "--\r\n--b--", ["a=--"]),
        (a + "--c\r\n--b--", ["a=--c"]),
        (a + "\r\n-\r\n--b--", ["a=\r\n-"]),
        (a + "x--b--\r\n--b--", ["a=x--b--"]),
        (
            a + "1\r\n--b\r\ncontent-DISPOSITION:form-data;filename=\"x.pdf\";name=f\r\n"
                + "Content-Type: Application/PDF; x=y\r\nContent-Transfer-Encoding: 8bit\r\nX-Else: \t\r\n\r\n%PDF\r\n--b--\r\n",
            ["a=1", "f@x.pdf=%PDF"]
        ),
    ]

    @Test("The same comes out however the body is cut", arguments: bodies)
    func everySplit(_ body: String, _ expected: [String]) throws {
        let body = bytes(body)
        let whole = try MultipartRun([body])
        #expect(whole.summary == expected)
        #expect(!whole.parts.contains { !$0.isComplete })
        for cut in 0...body.count {
            #expect(try MultipartRun([Array(body[..<cut]), Array(body[cut...])]).parts == whole.parts)
        }
        for size in 1...8 { #expect(try MultipartRun(body, inPiecesOf: size).parts == whole.parts) }
    }

    private static let refusals: [(String, MultipartError)] = [
        ("", .truncated), ("--b", .truncated), ("--b-", .truncated), ("--b\r\n", .truncated),
        ("--b--\r", .truncated), ("-", .truncated), ("x", .truncated), ("--c--\r\n", .truncated),
        (a, .truncated), (a + "1\r\n--b", .truncated), (a + "1\r\n--b\r\n", .truncated),
        (a + "1\n--b--\n", .truncated),
        (a + "1\r\n--bb\r\n", .malformedDelimiter), (a + "1\r\n--b-x\r\n", .malformedDelimiter),
        (a + "1\r\n--b\n", .malformedDelimiter), (a + "1\r\n--b\rx", .malformedDelimiter),
        (a + "1\r\n--b x\r\n", .malformedDelimiter), (a + "1\r\n--b --\r\n", .malformedDelimiter),
        (a + "1\r\n--b--x", .malformedDelimiter), (a + "1\r\n--b--\n", .malformedDelimiter),
        (a + "1\r\n--b--\rx", .malformedDelimiter), (a + "1\r\n--b--\r\r\n", .malformedDelimiter),
        ("--b\r\n\r\n1\r\n--b--", .missingDisposition),
        ("--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--", .missingDisposition),
        (
            "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n",
            .missingDisposition
        ),
        ("--b\r\nContent-Disposition: form-data; name=a\n\r\n", .malformedHead),
        ("--b\r\nContent-Disposition: form-data; name=a\rx", .malformedHead),
        ("--b\r\nContent-Disposition: form-data; name=\"a\u{0}\"\r\n", .malformedHead),
        ("--b\r\nContent-Disposition: form-data; name=\"a\u{7F}\"\r\n", .malformedHead),
        ("--b\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n", .malformedHead),
        ("--b\r\nContent-Disposition : form-data; name=a\r\n\r\n", .malformedHead),
        ("--b\r\nContent-Disposition\r\n\r\n", .malformedHead), ("--b\r\n: x\r\n\r\n", .malformedHead),
        ("--b\r\n Content-Disposition: form-data; name=a\r\n\r\n", .malformedHead),
        ("--b\r\nX\u{FC}: x\r\n\r\n", .malformedHead),
    ]

    @Test("A broken body is refused however it is cut", arguments: refusals)
    func refuses(_ body: String, _ expected: MultipartError) {
        for size in 1...body.unicodeScalars.count + 1 {
            #expect(throws: expected) { _ = try MultipartRun(bytes(body), inPiecesOf: size) }
        }
    }

    @Test(
        "Everything but content is bounded",
        arguments: [
            ("\(String(repeating: "x", count: 19))\r\n--b--", nil),
            ("\(String(repeating: "x", count: 21))\r\n--b--", .preambleTooLong),
            ("\(String(repeating: "\r\n--", count: 7))\r\n--b--", .preambleTooLong),
            ("--b--\r\n\(String(repeating: "x", count: 20))", nil),
            ("--b--\r\n\(String(repeating: "x", count: 21))", .epilogueTooLong),
            ("0123456789\r\n--b--\r\n01234567890", .epilogueTooLong),
            ("--b--    \r\n", nil), ("--b--     \r\n", .paddingTooLong),
            ("--b     \r\n", .paddingTooLong),
            (a + "\r\n--b    \r\n" + a.dropFirst(4) + "\r\n--b--    ", nil),
            (a + "\r\n" + a + "\r\n--b--", nil), (a + "\r\n" + a + "\r\n" + a + "\r\n--b--", .tooManyParts),
            ("--b\r\nA: 1\r\nB: 2\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--", nil),
            ("--b\r\nA: 1\r\nB: 2\r\nC: 3\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--", .tooManyFields),
            ("--b\r\nContent-Disposition: form-data; name=\(String(repeating: "a", count: 159))\r\n\r\n--b--", nil),
            (
                "--b\r\nContent-Disposition: form-data; name=\(String(repeating: "a", count: 160))\r\n\r\n--b--",
                .headTooLong
            ),
            ("--b\r\n\(String(repeating: "a", count: 100_000))", .headTooLong),
        ] as [(String, MultipartError?)])
    func bounds(_ body: String, _ expected: MultipartError?) throws {
        var limits = MultipartLimits()
        (limits.parts, limits.headBytes, limits.headFields) = (2, 200, 3)
        (limits.surroundings, limits.padding) = (20, 4)
        for size in [1, 7, 1_000_000] {
            if let expected {
                #expect(throws: expected) { _ = try MultipartRun(bytes(body), inPiecesOf: size, limits: limits) }
            } else {
                _ = try MultipartRun(bytes(body), inPiecesOf: size, limits: limits)
            }
        }
    }

    @Test("A part ends with its boundary, whether more octets follow or not", arguments: ["", "x", "\r\n", "x\r\ny"])
    func endOfPart(_ content: String) throws {
        var reader = MultipartReader(try MultipartBoundary(bytes("b")))
        let body = bytes("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\(content)\r\n--b")
        var (position, last) = (0, MultipartReader.Event.needMore)
        while case let event = try reader.next(in: body.span, at: &position), event != .needMore { last = event }
        #expect(last == .partEnd)
        #expect(position == body.count)
    }

    @Test("Thousands of parts end at the limit")
    func manyParts() throws {
        let body = String(repeating: Self.a + "\r\n", count: 5_000) + "--b--"
        #expect(throws: MultipartError.tooManyParts) { _ = try MultipartRun(body) }
        var limits = MultipartLimits()
        limits.parts = 5_000
        #expect(try MultipartRun(body, limits: limits).parts.count == 5_000)
    }

    @Test("The reader tells where a rule stands for every error, and 400, 413 or 415")
    func errors() {
        for error in MultipartError.allCases {
            #expect(error.section.hasPrefix("RFC "))
            #expect(!error.description.isEmpty)
            #expect([400, 413, 415].contains(error.status.code))
        }
    }
}
