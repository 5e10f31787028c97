import Testing

@testable import HTTP

struct ChunkedDecoderTests {
    /// Feeds `raw` in pieces of `size` bytes; returns the content and how many bytes were used, `nil` if more is due.
    private func decode(
        _ raw: String, inPiecesOf size: Int = .max, limit: Int64 = 1 << 20
    ) throws(RequestError) -> (content: [UInt8], used: Int)? {
        let bytes = bytes(raw)
        var decoder = ChunkedDecoder(limit: limit)
        var content: [UInt8] = []
        var start = 0
        while start < bytes.count {
            let piece = Array(bytes[start..<min(bytes.count, start + min(size, bytes.count))])
            var position = 0
            reading: while true {
                switch try decoder.next(in: piece.span, at: &position) {
                case .data(let range): content += piece[range]
                case .needMore: break reading
                case .end: return (content, start + position)
                }
            }
            start += piece.count
        }
        return nil
    }

    @Test(
        "Chunks give the same content however they are cut",
        arguments: [
            ("0\r\n\r\n", ""),
            ("5\r\nhello\r\n0\r\n\r\n", "hello"),
            ("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"),
            ("00005\r\nhello\r\n000\r\n\r\n", "hello"),
            ("a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
            ("A\r\n0123\r\n6789\r\n0\r\n\r\n", "0123\r\n6789"),
            ("1;a=b\r\nx\r\n0;c=\"d;\te\"\r\n\r\n", "x"),
            ("1 \t;a\r\nx\r\n0\r\n\r\n", "x"),
            ("1;a;b;c=d\r\nx\r\n0\r\n\r\n", "x"),
            ("1\t; a\t= b ; c\t;d=\"\u{C4}\\\"\\\\;=\"\t;e\r\nx\r\n0\r\n\r\n", "x"),
            ("1\r\nx\r\n0\r\nX-Sum: 1\r\nY:\r\n\r\n", "x"),
        ])
    func content(_ raw: String, _ expected: String) throws {
        for size in 1...bytes(raw).count + 8 {
            let result = try #require(try decode(raw + "GET / HT", inPiecesOf: size))
            #expect(result.content == bytes(expected))
            #expect(result.used == bytes(raw).count)
        }
    }

    @Test(
        "Broken chunks are refused however they are cut",
        arguments: [
            ("\r\n", .malformedChunkSize),
            ("x\r\n", .malformedChunkSize),
            ("-1\r\n", .malformedChunkSize),
            ("+1\r\n", .malformedChunkSize),
            ("0x1\r\n", .malformedChunkSize),
            (" 1\r\n", .malformedChunkSize),
            ("1 \r\nx", .malformedChunkExtension),
            ("1 x\r\n", .malformedChunkExtension),
            (";a\r\n", .malformedChunkSize),
            ("1\nx", .malformedChunkSize),
            ("\u{EF}\u{BC}\u{91}\r\n", .malformedChunkSize),
            ("1\rx", .malformedChunk),
            ("1;a\nx", .malformedChunkExtension),
            ("1;a\u{00}\r\n", .malformedChunkExtension),
            ("1;\r\nx", .malformedChunkExtension),
            ("1;;a\r\nx", .malformedChunkExtension),
            ("1;=b\r\nx", .malformedChunkExtension),
            ("1;a=\r\nx", .malformedChunkExtension),
            ("1;a=b=c\r\nx", .malformedChunkExtension),
            ("1;a b\r\nx", .malformedChunkExtension),
            ("1;a=b c\r\nx", .malformedChunkExtension),
            ("1;a \r\nx", .malformedChunkExtension),
            ("1;a=b\"\r\nx", .malformedChunkExtension),
            ("1;a=\"b\r\nx", .malformedChunkExtension),
            ("1;a=\"b\\\"\r\nx", .malformedChunkExtension),
            ("1;a=\"b\"c\r\nx", .malformedChunkExtension),
            ("1;\u{C4}\r\nx", .malformedChunkExtension),
            ("1\r\nxy\r\n", .malformedChunk),
            ("1\r\nx\n", .malformedChunk),
            ("1\r\nx\r0", .malformedChunk),
            ("7fffffffffffffff\r\n", .chunkSizeTooLong),
            ("8000000000000000\r\n", .chunkSizeTooLong),
            ("ffffffffffffffffffff\r\n", .chunkSizeTooLong),
            ("0000000000000000\r\n\r\n", .chunkSizeTooLong),
            ("fffffffffffffff\r\n", .bodyTooLarge),
            ("0\r\nX\r\n\r\n", .malformedTrailer),
            ("0\r\n: a\r\n\r\n", .malformedTrailer),
            ("0\r\n a: b\r\n\r\n", .malformedTrailer),
            ("0\r\na : b\r\n\r\n", .malformedTrailer),
            ("0\r\na: b\n\r\n", .malformedTrailer),
            ("0\r\na: b\rc\r\n", .malformedTrailer),
            ("0\r\n\n", .malformedTrailer),
            ("0\r\n\rx", .malformedTrailer),
        ] as [(String, RequestError)])
    func refused(_ raw: String, _ expected: RequestError) {
        for size in 1...raw.utf8.count {
            #expect(throws: expected) { _ = try self.decode(raw, inPiecesOf: size) }
        }
    }

    @Test("Extensions and trailers are bounded over the whole message")
    func bounds() {
        let extensions = String(repeating: "1;\(String(repeating: "a", count: 999))\r\nx\r\n", count: 5)
        #expect(throws: RequestError.chunkExtensionTooLong) { _ = try self.decode(extensions) }
        let blanks = "1" + String(repeating: " ", count: 5_000)
        #expect(throws: RequestError.chunkExtensionTooLong) { _ = try self.decode(blanks) }
        let trailers = "0\r\n" + String(repeating: "a: \(String(repeating: "b", count: 990))\r\n", count: 9)
        #expect(throws: RequestError.trailerTooLong) { _ = try self.decode(trailers) }
    }

    @Test("The limit counts all chunks and refuses before the content is read")
    func limit() throws {
        #expect(try decode("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", limit: 5)?.content == bytes("abcde"))
        #expect(throws: RequestError.bodyTooLarge) { _ = try self.decode("3\r\nabc\r\n3\r\n", limit: 5) }
        #expect(throws: RequestError.bodyTooLarge) { _ = try self.decode("1\r\n", limit: -1) }
    }

    @Test("The end stays the end")
    func end() throws {
        var decoder = ChunkedDecoder(limit: 10)
        var position = 0
        let bytes = bytes("0\r\n\r\n")
        #expect(try decoder.next(in: bytes.span, at: &position) == .end)
        #expect(try decoder.next(in: bytes.span, at: &position) == .end)
        #expect(position == bytes.count)
    }
}
