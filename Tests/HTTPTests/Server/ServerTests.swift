import Glibc
import Networking
import SystemPackage
import TestSupport
import Testing

@testable import HTTP

@Suite(.timeLimit(.minutes(15)))
struct ServerTests {
    static let get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test("answers one request after the other on one connection")
    func keepAlive() async throws {
        let server = try await TestServer()
        let client = try server.client()
        for _ in 0..<3 {
            try client.send(ServerTests.get)
            let answer = try client.receiveAnswer()
            #expect(answer.head.hasPrefix("HTTP/1.1 200 OK\r\nDate: "))
            #expect(String(decoding: answer.content, as: UTF8.self) == "get /a ")
        }
        try client.send("GET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(try client.receiveAnswer().head.contains("\r\nConnection: close\r\n"))
        #expect(try client.receive().isEmpty)
        await server.stop()
    }

    @Test("answers pipelined requests in order, whatever the cuts", arguments: [1, 2, 7, 40, 1000])
    func pipelining(cut: Int) async throws {
        let server = try await TestServer()
        let client = try server.client()
        let requests = Array(
            ("POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                + "POST /2 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1;x=y\r\nf\r\n0\r\nT: v\r\n\r\n"
                + "HEAD /3 HTTP/1.1\r\nHost: h\r\n\r\n" + "GET /4 HTTP/1.1\r\nHost: h\r\n\r\n").utf8)
        for start in stride(from: 0, to: requests.count, by: cut) {
            try client.send(Array(requests[start..<min(start + cut, requests.count)]))
        }
        #expect(String(decoding: try client.receiveAnswer().content, as: UTF8.self) == "post /1 abc")
        #expect(String(decoding: try client.receiveAnswer().content, as: UTF8.self) == "post /2 def")
        #expect(try client.receiveAnswer(toHead: true).head.contains("Content-Length: 8\r\n"))
        #expect(String(decoding: try client.receiveAnswer().content, as: UTF8.self) == "get /4 ")
        await server.stop()
    }

    @Test(
        "answers a broken request once, closes, and takes nothing behind it for a request",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", "400"),
            (
                "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"
            ),
            ("GET / HTTP/9.9\r\nHost: h\r\n\r\n", "505"), ("BREW / HTTP/1.1\r\nHost: h\r\n\r\n", "501"),
            ("GET /../x HTTP/1.1\r\nHost: h\r\n\r\n", "400"),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n", "413"),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n", "413"),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "400"),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", "400"),
            ("GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\nHost: h\r\n\r\n", "414"),
            ("GET / HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "a", count: 40_000))\r\n\r\n", "431"),
        ])
    func refuses(request: String, status: String) async throws {
        let server = try await TestServer()
        let client = try server.client()
        try client.send(request + ServerTests.get)
        client.endSending()
        let answers = String(decoding: try client.receiveAll(), as: UTF8.self)
        #expect(answers.hasPrefix("HTTP/1.1 \(status) "))
        #expect(answers.components(of: "HTTP/1.1 ") == 1)
        await server.stop()
    }

    @Test("a client that goes on sending can still read why it was refused")
    func lingers() async throws {
        let server = try await TestServer()
        let client = try server.client()
        try client.send("POST /unread HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\n")
        for _ in 0..<9 { try client.send([UInt8](repeating: 65, count: 100_000)) }
        let answer = try client.receiveAnswer()
        #expect(answer.head.hasPrefix("HTTP/1.1 413"))
        #expect(String(decoding: answer.content, as: UTF8.self) == "too large")
        await server.stop()
    }

    @Test("says 100 Continue when somebody reads, and not when nobody does")
    func expects() async throws {
        let server = try await TestServer()
        let client = try server.client()
        let fields = "Host: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        try client.send("POST /a HTTP/1.1\r\n" + fields)
        #expect(try client.receiveAnswer().head == "HTTP/1.1 100 Continue\r\n\r\n")
        try client.send("ok")
        #expect(String(decoding: try client.receiveAnswer().content, as: UTF8.self) == "post /a ok")
        try client.send("POST /unread HTTP/1.1\r\n" + fields)
        #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 413"))
        #expect(try client.receive().isEmpty)
        await server.stop()
    }

    @Test("closes who sends nothing, and tells who stops within a head")
    func deadlines() async throws {
        var limits = ServerLimits()
        limits.headTime = .milliseconds(50)
        limits.idleTime = .milliseconds(50)
        limits.contentTime = .milliseconds(50)
        let server = try await TestServer(limits: limits)
        #expect(try server.client().receiveAll().isEmpty)
        let slow = try server.client()
        try slow.send("GET / HT")
        #expect(String(decoding: try slow.receiveAll(), as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
        let idle = try server.client()
        try idle.send(ServerTests.get)
        _ = try idle.receiveAnswer()
        #expect(try idle.receive().isEmpty)
        let content = try server.client()
        try content.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab")
        #expect(try content.receiveAnswer().head.hasPrefix("HTTP/1.1 408 "))
        await server.stop()
    }

    @Test("sends files whole, in parts, and to slow readers", arguments: [100, 16_384, 16_385, 3_000_000])
    func files(size: Int) async throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let folder = try TemporaryFolder()
        let file = try folder.write(bytes, to: "f")
        let server = try await TestServer(file: OpenFile(file.string))
        let client = try server.client()
        try client.send("GET /file HTTP/1.1\r\nHost: h\r\n\r\n")
        let whole = try client.receiveAnswer()
        #expect(whole.content == bytes)
        for fields in [
            "Range: bytes=50-\r\nIf-Range: \"f\"\r\n", "Range: bytes=-10\r\n",
            "Range: bytes=50-\r\nIf-Range: \"g\"\r\n", "Range: bytes=9223372036854775807-\r\n",
        ] {
            try client.send("GET /file HTTP/1.1\r\nHost: h\r\n\(fields)\r\n")
        }
        try client.send("HEAD /file HTTP/1.1\r\nHost: h\r\n\r\n")
        try client.send("GET /file HTTP/1.1\r\nHost: h\r\nIf-None-Match: \"f\"\r\n\r\n")
        let part = try client.receiveAnswer()
        #expect(part.head.hasPrefix("HTTP/1.1 206 "))
        #expect(part.head.contains("Content-Range: bytes 50-\(size - 1)/\(size)\r\n"))
        #expect(part.content == Array(bytes[50...]))
        #expect(try client.receiveAnswer().content == bytes.suffix(10))
        #expect(try client.receiveAnswer().content == bytes)
        #expect(try client.receiveAnswer().head.contains("Content-Range: bytes */\(size)\r\n"))
        #expect(try client.receiveAnswer(toHead: true).head.contains("Content-Length: \(size)\r\n"))
        let fresh = try client.receiveAnswer()
        #expect(fresh.head.hasPrefix("HTTP/1.1 304 ") && !fresh.head.contains("Content-Length"))
        await server.stop()
    }

    @Test("a file that becomes shorter while it is sent ends the connection, not the server")
    func truncation() async throws {
        let size: Int64 = 30_000_000
        let folder = try TemporaryFolder()
        let file = try folder.writeZeros(size, to: "f")
        let server = try await TestServer(file: OpenFile(file.string))
        let client = try server.client()
        try client.send("GET /file HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = try client.receive(upTo: 1000)
        unsafe truncate(file.string, 1000)
        #expect(try client.receiveAll().count < Int(size))
        let next = try server.client()
        try next.send(ServerTests.get)
        #expect(try next.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
        await server.stop()
    }

    @Test("stopping finishes a download, closes who is idle, and takes nobody new")
    func stops() async throws {
        let size: Int64 = 20_000_000
        let folder = try TemporaryFolder()
        let file = try folder.writeZeros(size, to: "f")
        let server = try await TestServer(workers: 2, file: OpenFile(file.string))
        let idle = try server.client()
        try idle.send(ServerTests.get)
        _ = try idle.receiveAnswer()
        let busy = try server.client()
        try busy.send("GET /file HTTP/1.1\r\nHost: h\r\n\r\n")
        let start = try busy.receive(upTo: 1000)
        // On a thread of its own: those of the common pool may all wait for sockets at this moment.
        let loop = try EventLoop(name: "stopping")
        loop.start()
        let stopping = Task(executorPreference: loop) { await server.stop(grace: .seconds(30)) }
        #expect(try idle.receive().isEmpty)
        var count = start.count
        while case let part = try busy.receive(), !part.isEmpty { count += part.count }
        #expect(count > Int(size))
        await stopping.value
        loop.stop()
        #expect(throws: (any Error).self) {
            let late = try server.client()
            try late.send(ServerTests.get)
            _ = try late.receiveAnswer()
        }
    }

    @Test("what takes longer than the grace is cut")
    func cuts() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.writeZeros(50_000_000, to: "f")
        let server = try await TestServer(file: OpenFile(file.string))
        let client = try server.client()
        try client.send("GET /file HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = try client.receive(upTo: 1000)
        await server.stop(grace: .milliseconds(30))
        #expect((try? client.receiveAll().count) ?? 0 < 50_000_000)
    }

    @Test("beyond its bound it closes who has waited longest for nothing, and serves the others")
    func makesRoom() async throws {
        var limits = ServerLimits()
        limits.connections = 2
        let server = try await TestServer(limits: limits)
        let clients = try (0..<3).map { _ in
            let client = try server.client()
            try client.send(ServerTests.get)
            #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
            return client
        }
        #expect(try clients[0].receiveAll().isEmpty)
        for client in clients[1...] {
            try client.send(ServerTests.get)
            #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
        }
        await server.stop()
    }

    @Test("who has begun a request is told when room is needed")
    func tellsHalfHeads() async throws {
        var limits = ServerLimits()
        limits.connections = 1
        let server = try await TestServer(limits: limits)
        let slow = try server.client()
        try slow.send(ServerTests.get + "GET")
        _ = try slow.receiveAnswer()
        let other = try server.client()
        #expect(try String(decoding: slow.receiveAll(), as: UTF8.self).hasPrefix("HTTP/1.1 503"))
        try other.send(ServerTests.get)
        #expect(try other.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
        await server.stop()
    }

    @Test("a network that has its share makes room by its own longest waiting connection", arguments: [1, 3])
    func networkShare(workers: Int) async throws {
        var limits = ServerLimits()
        limits.connectionsPerNetwork = 2
        let server = try await TestServer(workers: workers, limits: limits)
        var clients: [RawClient] = []
        for _ in 0..<20 {
            let client = try server.client()
            try client.send(ServerTests.get)
            #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
            clients.append(client)
            guard clients.count > 2 else { continue }
            // With several workers it is the longest waiting of one of them.
            if workers == 1 { #expect(try clients[clients.count - 3].receiveAll().isEmpty) }
            while server.connections > 2 { try await Task.sleep(for: .milliseconds(1)) }
        }
        await server.stop()
    }

    @Test("an address that has its share, all of it busy, is told so, and its neighbours are served")
    func addressShare() async throws {
        var limits = ServerLimits()
        limits.connectionsPerAddress = 2
        let folder = try TemporaryFolder()
        let file = try folder.writeZeros(50_000_000, to: "f")
        let server = try await TestServer(workers: 2, limits: limits, file: OpenFile(file.string))
        let clients = try (0..<2).map { _ in try server.client() }
        for client in clients {
            try client.send("GET /file HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try client.receiveAnswer(toHead: true).head.hasPrefix("HTTP/1.1 200"))
        }
        let answer = try String(decoding: server.client().receiveAll(), as: UTF8.self)
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
        #expect(answer.contains("\r\nConnection: close\r\n"))
        let neighbour = try RawClient(port: server.port, source: 2)
        try neighbour.send(ServerTests.get)
        #expect(try neighbour.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
        await server.stop(grace: .zero)
    }

    @Test("who has sent half a content makes room and is told, before the handler gets all of it")
    func shedsContent() async throws {
        var limits = ServerLimits()
        limits.connectionsPerAddress = 1
        let server = try await TestServer(limits: limits)
        let half = try server.client()
        try half.send(ServerTests.get + "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc")
        _ = try half.receiveAnswer()
        let other = try server.client()
        try other.send(ServerTests.get)
        #expect(try String(decoding: half.receiveAll(), as: UTF8.self).hasPrefix("HTTP/1.1 503"))
        #expect(try other.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
        await server.stop()
    }

    @Test("who stands for many clients is not bound like one")
    func sharedAddress() async throws {
        var limits = ServerLimits()
        limits.connectionsPerNetwork = 1
        limits.connectionsPerAddress = 1
        limits.isShared = { $0.isLoopback }
        let server = try await TestServer(limits: limits)
        for client in try (0..<5).map({ _ in try server.client() }) {
            try client.send(ServerTests.get)
            #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
        }
        await server.stop()
    }

    @Test("a reader that takes nothing is given up after a window")
    func slowReaders() async throws {
        var limits = ServerLimits()
        limits.answerGrace = .milliseconds(300)
        limits.answerRate = 1
        let folder = try TemporaryFolder()
        let file = try folder.writeZeros(50_000_000, to: "f")
        let server = try await TestServer(limits: limits, file: OpenFile(file.string))
        let client = try server.client()
        try client.send("GET /file HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = try client.receive(upTo: 1)
        #expect(server.connections == 1)
        // The server's limit is a fraction of a second; how long the machine takes for it is its own affair.
        while server.connections > 0 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try client.receiveAll().count < 50_000_000)
        await server.stop()
    }

    @Test("listens on a socket that was passed, with all workers")
    func passedSocket() async throws {
        let server = try await TestServer(workers: 2, isPassed: true)
        for _ in 0..<8 {
            let client = try server.client()
            try client.send(ServerTests.get)
            #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
        }
        await server.stop()
    }
}

extension String {
    fileprivate func components(of text: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: text) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
