import Codecs
import SystemPackage
import TestSupport
import Testing

@testable import HTTP

struct FilePartsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(size: Int64) throws -> OpenFile {
        try OpenFile(try folder.writeZeros(size, to: "f").string)
    }

    @Test("Parts are framed as RFC 9110 section 14.6 shows it")
    func framing() throws {
        var random = FixedRandom(state: 1)
        let boundary = FileParts.Boundary(using: &random)
        let parts = FileParts(try file(size: 5_000), [500..<510, 0..<2], mediaType: .pdf, boundary: boundary)
        #expect(
            parts.parts.map { String(decoding: $0.preamble, as: UTF8.self) } == [
                "--\(boundary.text)\r\nContent-Type: application/pdf\r\nContent-Range: bytes 500-509/5000\r\n\r\n",
                "\r\n--\(boundary.text)\r\nContent-Type: application/pdf\r\nContent-Range: bytes 0-1/5000\r\n\r\n",
            ])
        #expect(parts.parts.map(\.region.offset) == [500, 0])
        #expect(parts.parts.map(\.region.count) == [10, 2])
        #expect(String(decoding: parts.closing, as: UTF8.self) == "\r\n--\(boundary.text)--\r\n")
        #expect(parts.count == Int64(parts.parts.reduce(parts.closing.count) { $0 + $1.preamble.count }) + 12)
        #expect(boundary.mediaType == "multipart/byteranges; boundary=\(boundary.text)")
    }

    @Test("Each answer has a boundary of its own, of 128 bits that need no quotation marks")
    func boundaries() {
        let texts = (0..<1_000).map { _ in FileParts.Boundary().text }
        #expect(Set(texts).count == texts.count)
        for text in texts {
            #expect(text.utf8.count == 32)
            #expect(text.utf8.allSatisfy { Hex.value(of: $0) != nil })
        }
    }

    /// Status, `Content-Type`, `Content-Range` and length of the answer to a `Range` field.
    private func answer(
        _ size: Int64, _ range: String
    ) throws -> (code: UInt16, type: String?, range: String?, count: Int64, parts: Int) {
        let representation = FileRepresentation(
            try file(size: size), validators: Validators(entityTag: EntityTag("v1"), lastModified: 784_111_777),
            mediaType: .pdf, disposition: ContentDisposition(.attachment, fileName: "slides.pdf"),
            cacheControl: "private, no-cache")
        let response = representation.response(to: try .make("GET", "/", ["Range: bytes=\(range)"]))
        #expect(response.body.count <= size)
        #expect(response[.entityTag] == "\"v1\"")
        #expect(response[.cacheControl] == "private, no-cache")
        #expect(response[.lastModified] == "Sun, 06 Nov 1994 08:49:37 GMT")
        let parts = if case .parts(let parts) = response.body { parts.parts.count } else { 0 }
        return (response.status.code, response[.contentType], response[.contentRange], response.body.count, parts)
    }

    @Test(
        "Several ranges are several parts, unless the file itself costs no more",
        arguments: [
            (5_000, "0-0,-1", 206, 2), (5_000, "-1,0-0", 206, 2), (5_000, "0-9, 20-29 ,4000-", 206, 3),
            (5_000, "0-0,5000-", 206, 0), (5_000, "0-9,10-19", 206, 0), (5_000, "0-9,5-19", 206, 0),
            (5_000, "10-,0-8", 200, 0), (200, "0-0,5-5", 200, 0), (0, "0-0,5-5", 416, 0), (5_000, "9-1,20-21", 200, 0),
            (5_000, "5000-,6000-", 416, 0), (5_368_709_120, "0-1,4294967296-4294967297", 206, 2),
            (5_000, (0..<16).map { "\($0 * 9)-\($0 * 9)" }.joined(separator: ","), 206, 16),
            (50_000, (0..<17).map { "\($0 * 9)-\($0 * 9)" }.joined(separator: ","), 200, 0),
            (1_500, (0..<16).map { "\($0 * 9)-\($0 * 9)" }.joined(separator: ","), 200, 0),
            (5_000, Array(repeating: "0-", count: 1_000).joined(separator: ","), 206, 0),
            (5_000, (0..<1_000).map { "\($0)-\($0)" }.joined(separator: ","), 206, 0),
        ] as [(Int64, String, UInt16, Int)])
    func selections(_ size: Int64, _ range: String, _ code: UInt16, _ parts: Int) throws {
        guard code != 416 else {
            let response = FileRepresentation(
                try file(size: size), validators: Validators(entityTag: nil), mediaType: .pdf, disposition: nil,
                cacheControl: "private"
            ).response(to: try .make("GET", "/", ["Range: bytes=\(range)"]))
            #expect(response.status.code == 416)
            #expect(response[.contentRange] == "bytes */\(size)")
            #expect(response.body.count == 0)
            return
        }
        let answer = try answer(size, range)
        #expect(answer.code == code)
        #expect(answer.parts == parts)
        // A `Content-Range` before several parts is forbidden (RFC 9110 section 15.3.7.2).
        #expect((answer.range == nil) == (code == 200 || parts > 0))
        #expect(answer.type?.hasPrefix(parts > 0 ? "multipart/byteranges; boundary=" : "application/pdf") == true)
        if code == 200 { #expect(answer.count == size) }
    }

    @Test("No choice of ranges costs more than the file")
    func bounds() throws {
        var random = FixedRandom(state: 99)
        for _ in 0..<500 {
            let size = Int64.random(in: 1..<4_000, using: &random)
            let ranges = (0..<Int.random(in: 2..<24, using: &random)).map { _ in
                let start = Int64.random(in: 0..<size, using: &random)
                return "\(start)-\(start + Int64.random(in: 0..<size, using: &random))"
            }
            _ = try answer(size, ranges.joined(separator: ","))
        }
    }
}
