import SystemPackage
import TestSupport
import Testing

@testable import HTTP

@Suite(.timeLimit(.minutes(15)))
struct ServerPartsTests {
    @Test(
        "several ranges arrive as parts, exactly as long as announced, and the connection goes on",
        arguments: [
            (50_000, [0..<1, 49_999..<50_000]), (50_000, [40_000..<45_000, 100..<200, 20_000..<20_001]),
            (3_000_000, [0..<1_000_000, 1_500_000..<2_900_000]),
            (100_000, (0..<16).map { $0 * 5_000..<$0 * 5_000 + 100 }),
        ])
    func parts(size: Int, ranges: [Range<Int>]) async throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let folder = try TemporaryFolder()
        let file = try folder.write(bytes, to: "f")
        let server = try await TestServer(file: OpenFile(file.string))
        let client = try server.client()
        let value = ranges.map { "\($0.lowerBound)-\($0.upperBound - 1)" }.joined(separator: ", ")
        for method in ["GET", "HEAD", "GET"] {
            try client.send("\(method) /file HTTP/1.1\r\nHost: h\r\nRange: bytes=\(value)\r\n\r\n")
        }
        try client.send("GET /marker HTTP/1.1\r\nHost: h\r\n\r\n")
        let first = try client.receiveAnswer()
        #expect(first.head.hasPrefix("HTTP/1.1 206 Partial Content\r\n"))
        let boundary = try #require(ServerPartsTests.boundary(first.head))
        var expected: [UInt8] = []
        for range in ranges {
            expected += (expected.isEmpty ? "" : "\r\n").utf8
            expected += "--\(boundary)\r\nContent-Type: application/pdf\r\nContent-Range: bytes ".utf8
            expected += "\(range.lowerBound)-\(range.upperBound - 1)/\(size)\r\n\r\n".utf8
            expected += bytes[range]
        }
        expected += "\r\n--\(boundary)--\r\n".utf8
        #expect(first.content == expected)
        #expect(try client.receiveAnswer(toHead: true).head.contains("Content-Length: \(size)\r\n"))
        let second = try client.receiveAnswer()
        #expect(second.content.count == expected.count)
        #expect(ServerPartsTests.boundary(second.head) != boundary)
        #expect(String(decoding: try client.receiveAnswer().content, as: UTF8.self) == "get /marker ")
        await server.stop()
    }

    @Test("a file that becomes shorter while its parts are sent ends the connection")
    func truncation() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.writeZeros(1_000_000, to: "f")
        let server = try await TestServer(file: OpenFile(file.string))
        _ = try folder.write([1], to: "f")
        let client = try server.client()
        try client.send("GET /file HTTP/1.1\r\nHost: h\r\nRange: bytes=0-0,900000-\r\n\r\n")
        let received = String(decoding: try client.receiveAll(), as: UTF8.self)
        #expect(received.contains("\r\nContent-Range: bytes 0-0/1000000\r\n"))
        #expect(!received.hasSuffix("--\r\n"))
        await server.stop()
    }

    private static func boundary(_ head: String) -> String? {
        head.split(separator: "multipart/byteranges; boundary=").dropFirst().first?.split(separator: "\r\n").first.map(
            String.init)
    }
}
