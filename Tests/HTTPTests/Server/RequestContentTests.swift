import TestSupport
import Testing

@testable import HTTP

@Suite("Content as a stream", .timeLimit(.minutes(15)))
struct RequestContentTests {
    private static let get = "GET /next HTTP/1.1\r\nHost: h\r\n\r\n"

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("A consumer that stops reading stops the client, and one that goes on gets it all")
    func backPressure() async throws {
        let folder = try TemporaryFolder()
        let server = try await UploadServer(into: folder.path)
        let client = try server.client()
        // More than the kernel buffers on both sides at its largest.
        let length = 128 << 20
        try client.send(UploadRequest.head("/pause", "Content-Length: \(length)"))
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        var sent = 0
        while sent < length, let count = try client.sendWhatFits(zeros, within: .milliseconds(200)) { sent += count }
        #expect(sent > 0 && sent < length / 2)
        server.open()
        while sent < length {
            let rest = min(zeros.count, length - sent)
            try client.send(Array(zeros[..<rest]))
            sent += rest
        }
        #expect(text(try client.receiveAnswer().content) == "\(length)")
        await server.stop()
    }

    @Test(
        "The rest of what was read in part is dropped when it is little, and closes the connection when it is much",
        arguments: [
            ("Content-Length: 60000", 10, 59_990, true), ("Content-Length: 70000", 10, 0, false),
            ("Transfer-Encoding: chunked", 0, 60_000, true), ("Transfer-Encoding: chunked", 0, 70_000, false),
        ])
    func partly(framing: String, first: Int, rest: Int, goesOn: Bool) async throws {
        let folder = try TemporaryFolder()
        let server = try await UploadServer(into: folder.path)
        let client = try server.client()
        let chunked = framing.hasPrefix("T")
        try client.send(UploadRequest.head("/partly", framing))
        let bytes = [UInt8](repeating: 65, count: chunked ? 3 : first)
        try client.send(chunked ? UploadRequest.chunk(bytes) : bytes)
        #expect(text(try client.receiveAnswer().content) == "\(bytes.count)")
        let others = [UInt8](repeating: 65, count: rest)
        try client.send(chunked ? UploadRequest.chunk(others) + Array("0\r\n\r\n".utf8) : others)
        if goesOn {
            try client.send(Self.get)
            #expect(text(try client.receiveAnswer().content) == "get /next")
        } else {
            #expect(try client.receive().isEmpty)
        }
        await server.stop()
    }
}
