import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import HTTP

@Suite("Uploads over real sockets", .timeLimit(.minutes(15)))
struct FormUploadTests {
    private static let get = "GET /next HTTP/1.1\r\nHost: h\r\n\r\n"

    /// One MB that no piece of the way repeats: no length of a buffer is a multiple of its own.
    private static let block: [UInt8] = {
        var random = FixedRandom(state: 50)
        return (0..<1_000_003).map { _ in UInt8.random(in: 0...255, using: &random) }
    }()

    /// How many times the block is there, one behind the other; nil when there is anything else.
    private func blocks(of path: FilePath) throws -> Int? {
        let file = try FileDescriptor.open(path, .readOnly)
        return try file.closeAfter {
            var buffer = Self.block
            for count in 0... {
                let offset = Int64(count * buffer.count)
                let read = try unsafe buffer.withUnsafeMutableBytes {
                    try unsafe file.read(fromAbsoluteOffset: offset, into: $0)
                }
                if read == 0 { return count }
                guard read == Self.block.count, unsafe memcmp(Self.block, buffer, read) == 0 else { return nil }
            }
            return nil
        }
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(
        "50 MB arrive as they were sent, can be kept once, and the next request is answered", arguments: [false, true])
    func large(chunked: Bool) async throws {
        let folder = try TemporaryFolder()
        let server = try await UploadServer(into: folder.path)
        let client = try server.client()
        let count = 50
        let length = UploadRequest.begin().count + count * Self.block.count + UploadRequest.end.count
        let framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: \(length)"
        func send(_ bytes: [UInt8]) throws { try client.send(chunked ? UploadRequest.chunk(bytes) : bytes) }
        try client.send(UploadRequest.head("/upload", framing))
        try send(UploadRequest.begin())
        for _ in 0..<count { try send(Self.block) }
        try send(UploadRequest.end)
        // The last request of the connection stands in the same packets as the end of the first.
        try client.send((chunked ? "0\r\n\r\n" : "") + Self.get)
        #expect(text(try client.receiveAnswer().content) == "1 texts, [\(count * Self.block.count)] octets")
        #expect(text(try client.receiveAnswer().content) == "get /next")
        guard case .upload(let upload) = try #require(await server.nextOutcome()) else {
            Issue.record("not taken in")
            return
        }
        #expect(upload.form["title"] == "Grün")
        #expect(folder.names().isEmpty)
        let file = try #require(upload.files.first)
        #expect(file.part.name == "file" && file.part.safeFileName == "x.pptx")
        try file.file.keep(as: folder.path.appending("kept"))
        #expect(try folder.mode(of: "kept") == 0o640)
        #expect(try blocks(of: folder.path.appending("kept")) == count)
        await server.stop()
    }

    @Test("Texts, files, empty files and files that were not chosen", arguments: [1, 50, 100_000])
    func parts(cut: Int) async throws {
        let folder = try TemporaryFolder()
        let server = try await UploadServer(into: folder.path)
        let client = try server.client()
        func part(_ parameters: String, _ content: String) -> String {
            "--b\r\nContent-Disposition: form-data; \(parameters)\r\n\r\n\(content)\r\n"
        }
        let body =
            part("name=a", "1") + part("name=f; filename=\"\"", "") + part("name=f; filename=\"../e\"", "")
            + part("name=a", "") + part("name=f; filename=\"\"", "x") + part("name=f; filename=z", "\r\n--\r\n--")
            + "--b--"
        let request = UploadRequest.request(Array(body.utf8))
        for start in stride(from: 0, to: request.count, by: cut) {
            try client.send(Array(request[start..<min(start + cut, request.count)]))
        }
        #expect(text(try client.receiveAnswer().content) == "2 texts, [0, 1, 8] octets")
        guard case .upload(let upload) = try #require(await server.nextOutcome()) else {
            Issue.record("not taken in")
            return
        }
        #expect(upload.form.all("a") == ["1", ""])
        #expect(upload.files.map(\.part.fileName) == ["../e", "", "z"])
        for (number, file) in upload.files.enumerated() { try file.file.keep(as: folder.path.appending("\(number)")) }
        #expect(text(try folder.read("2")) == "\r\n--\r\n--")
        #expect(try folder.read("0").isEmpty)
        await server.stop()
    }

    @Test("A client that goes away midway leaves nothing, and the server goes on")
    func vanishes() async throws {
        let folder = try TemporaryFolder()
        let server = try await UploadServer(into: folder.path)
        for framing in ["Content-Length: 100000000", "Transfer-Encoding: chunked"] {
            do {
                let client = try server.client()
                try client.send(UploadRequest.head("/upload", framing))
                let bytes = UploadRequest.begin() + Self.block
                try client.send(framing.hasPrefix("T") ? UploadRequest.chunk(bytes) : bytes)
            }
            guard case .failed(let error) = try #require(await server.nextOutcome()) else {
                Issue.record("taken in")
                return
            }
            #expect(error == .disconnected)
            #expect(folder.names().isEmpty)
            #expect(folder.openFiles().isEmpty)
        }
        let client = try server.client()
        try client.send(Self.get)
        #expect(text(try client.receiveAnswer().content) == "get /next")
        await server.stop()
    }

    @Test("A client that stalls or dribbles is told so", arguments: [0, 1000])
    func slow(bytes: Int) async throws {
        let folder = try TemporaryFolder()
        var limits = ServerLimits()
        limits.contentGrace = .milliseconds(30)
        limits.contentRate = 100_000_000
        let server = try await UploadServer(into: folder.path, server: limits)
        let client = try server.client()
        try client.send(UploadRequest.head("/upload", "Content-Length: 100000000"))
        try client.send(UploadRequest.begin() + [UInt8](repeating: 0, count: bytes))
        #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 408 "))
        #expect(try client.receive().isEmpty)
        guard case .failed(.tooSlow) = try #require(await server.nextOutcome()) else {
            Issue.record("not too slow")
            return
        }
        #expect(folder.openFiles().isEmpty)
        await server.stop()
    }

    @Test("100 Continue comes before a form that is wanted, and not before one that is too large")
    func expects() async throws {
        let folder = try TemporaryFolder()
        let server = try await UploadServer(into: folder.path, limits: FormUploadLimits(body: 1000, file: 1000))
        let client = try server.client()
        let body = UploadRequest.body([1, 2, 3])
        let expect = "Expect: 100-continue\r\nContent-Length: "
        try client.send(UploadRequest.head("/upload", expect + "\(body.count)"))
        #expect(try client.receiveAnswer().head == "HTTP/1.1 100 Continue\r\n\r\n")
        try client.send(body)
        #expect(text(try client.receiveAnswer().content) == "1 texts, [3] octets")
        try client.send(UploadRequest.head("/upload", expect + "1001"))
        #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 413 "))
        #expect(try client.receive().isEmpty)
        await server.stop()
    }

    private static let refusals: [(String, [UInt8])] = {
        func part(_ parameters: String, _ content: String) -> String {
            "--b\r\nContent-Disposition: form-data; \(parameters)\r\n\r\n\(content)\r\n"
        }
        let long = String(repeating: "x", count: 2001)
        func request(_ body: String) -> [UInt8] { UploadRequest.request(Array((body + "--b--").utf8)) }
        let type = "Content-Type: text/plain\r\nContent-Type"
        return [
            ("413 the content", Array(UploadRequest.head("/upload", "Content-Length: 10001").utf8)),
            ("413 the content", Array((UploadRequest.head("/upload", "Transfer-Encoding: chunked") + "2712\r\n").utf8)),
            ("413 a file ", request(part("name=f; filename=x", long))),
            ("413 there are too many files", request(String(repeating: part("name=f; filename=x", "1"), count: 3))),
            ("413 a text ", request(part("name=a", String(long.prefix(1001))))),
            ("413 the texts ", request(String(repeating: part("name=a", String(long.prefix(900))), count: 3))),
            ("413 there are too many parts", request(String(repeating: part("name=a", ""), count: 65))),
            ("400 a part has no name", request(part("filename=x", ""))),
            ("400 a name or text is not UTF-8", request(part("name=a", "\u{0}"))),
            ("400 the final boundary", UploadRequest.request(Array(part("name=a", "1").utf8))),
            (
                "400 a chunk size",
                Array((UploadRequest.head("/upload", "Transfer-Encoding: chunked") + "x\r\n").utf8)
            ),
            ("400 the boundary", Array(UploadRequest.head("/upload", "Content-Length: 9", boundary: "x*").utf8)),
            ("415 the content", Array("POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n".utf8)),
            ("415 the content", Array(UploadRequest.head("/upload", "\(type): x/y\r\nContent-Length: 9").utf8)),
        ]
    }()

    @Test("What is too large or no form is refused with an answer that can be read", arguments: refusals)
    func refuses(expected: String, request: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        var limits = FormUploadLimits(body: 10_000, file: 2000)
        (limits.files, limits.text, limits.texts) = (2, 1000, 2000)
        let server = try await UploadServer(into: folder.path, limits: limits)
        do {
            let client = try server.client()
            try client.send(request)
            let answer = try client.receiveAnswer()
            #expect(answer.head.hasPrefix("HTTP/1.1 \(expected.prefix(4))"))
            #expect(text(answer.content).hasPrefix(expected.dropFirst(4)))
        }
        guard case .failed = try #require(await server.nextOutcome()) else {
            Issue.record("taken in")
            return
        }
        #expect(folder.names().isEmpty)
        #expect(folder.openFiles().isEmpty)
        await server.stop()
    }

    @Test("A file beyond its limit is refused midway, the answer is read by a client that goes on sending")
    func tooLargeMidway() async throws {
        let folder = try TemporaryFolder()
        let server = try await UploadServer(into: folder.path, limits: FormUploadLimits(body: 1 << 30, file: 500_000))
        let client = try server.client()
        let body = UploadRequest.body(Self.block)
        try client.send(UploadRequest.request(body))
        let answer = try client.receiveAnswer()
        #expect(answer.head.hasPrefix("HTTP/1.1 413 ") && answer.head.contains("\r\nConnection: close\r\n"))
        #expect(text(answer.content) == "a file is too large")
        #expect(try client.receive().isEmpty)
        #expect(folder.openFiles().isEmpty)
        await server.stop()
    }

    @Test("A folder that is not there is the server's fault")
    func noFolder() async throws {
        let folder = try TemporaryFolder()
        let server = try await UploadServer(into: folder.path.appending("missing"))
        let client = try server.client()
        try client.send(UploadRequest.request(UploadRequest.body([1])))
        #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 500 "))
        await server.stop()
    }
}
