import Testing

@testable import HTTP

@Suite("Multipart: content made to look like boundaries costs no more than any other")
struct MultipartFloodTests {
    private static let boundary = String(repeating: "x", count: 70)
    private static let head = "--\(boundary)\r\nContent-Disposition: form-data; name=a; filename=f\r\n\r\n"

    private static let floods = [
        "\r", "\r\n", "\r\n--", "\r\r\n--x", "\r\n--\(boundary.dropLast())", "\r\n--\(boundary.dropLast())\r",
    ]

    @Test("A piece full of beginnings of a boundary is one run of content", arguments: floods)
    func onePiece(_ flood: String) throws {
        let content = bytes(String(repeating: flood, count: 300_000 / flood.utf8.count) + "y")
        let end = bytes("\r\n--\(Self.boundary)--")
        let run = try MultipartRun([bytes(Self.head), content, end], boundary: Self.boundary)
        #expect(run.parts.map(\.content) == [content])
        // Part and end of the piece; what the head's line end might have begun, content, end; boundary and end.
        #expect(run.calls <= 7)
    }

    @Test("In small pieces no piece costs more than three events", arguments: floods, [1, 2, 3, 71, 74, 75])
    func smallPieces(_ flood: String, size: Int) throws {
        let content = bytes(String(repeating: flood, count: 20_000 / flood.utf8.count) + "y")
        let body = bytes(Self.head) + content + bytes("\r\n--\(Self.boundary)--")
        let run = try MultipartRun(body, inPiecesOf: size, boundary: Self.boundary)
        #expect(run.parts.map(\.content) == [content])
        #expect(run.calls <= (body.count / size + 1) * 3 + 3)
    }

    @Test("Random octets of a boundary's alphabet come out as they went in, however they are cut")
    func random() throws {
        var random = FixedRandom(state: 7578)
        for _ in 0..<300 {
            var content: [UInt8] = []
            for _ in 0..<200 { content.append(bytes("\r\r\n\n--bbx")[Int.random(in: 0..<9, using: &random)]) }
            let body = bytes("--bb\r\nContent-Disposition: form-data; name=a\r\n\r\n") + content
            // The boundary at the start of a line ends the content: what stands before it is what counts.
            let ends = content.indices.filter { content[$0...].starts(with: bytes("\r\n--bb")) }
            guard ends.isEmpty, !content.starts(with: bytes("--bb")) else { continue }
            let size = Int.random(in: 1...40, using: &random)
            let run = try MultipartRun(body + bytes("\r\n--bb--"), inPiecesOf: size, boundary: "bb")
            #expect(run.parts.map(\.content) == [content])
        }
    }
}
