import Glibc
import Networking
import SystemPackage
import TestSupport
import Testing

@testable import HTTP

@Suite("What a handler is told about delivery", .timeLimit(.minutes(15)))
struct DeliveryTests {
    private func file(_ size: Int64, in folder: TemporaryFolder) throws -> OpenFile {
        try OpenFile(folder.writeZeros(size, to: "f").string)
    }

    private func get(_ target: String, _ fields: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: h\r\n\(fields)\r\n"
    }

    @Test("whole answers count whole, parts count as parts, once each", arguments: [100, 16_384, 16_385, 3_000_000])
    func wholes(size: Int64) async throws {
        let folder = try TemporaryFolder()
        let server = try await DeliveryServer(file(size, in: folder))
        let client = try server.client()
        try client.send(get("/file?1"))
        _ = try client.receiveAnswer()
        try client.send(get("/file?2", "Range: bytes=5-5\r\n"))
        _ = try client.receiveAnswer()
        try client.send(get("/file?3", "Range: bytes=-3,0-1\r\n"))
        _ = try client.receiveAnswer()
        try client.send(get("/memory?4"))
        _ = try client.receiveAnswer()
        #expect(try await server.told(1, count: 1) == [[0..<size]])
        #expect(try await server.told(2, count: 1) == [[5..<6]])
        // Where parts would be more than the file, the file comes.
        #expect(try await server.told(3, count: 1) == [size == 100 ? [0..<size] : [size - 3..<size, 0..<2]])
        #expect(try await server.told(4, count: 1) == [[0..<10]])
        await server.stop()
        for number in 1...4 as ClosedRange<Int64> { #expect(server.told(number).count == 1) }
    }

    @Test("answers without content, and without a tag, are told to nobody")
    func nothing() async throws {
        let folder = try TemporaryFolder()
        let server = try await DeliveryServer(file(5000, in: folder))
        let client = try server.client()
        try client.send("HEAD /file?1 HTTP/1.1\r\nHost: h\r\n\r\n")
        _ = try client.receiveAnswer(toHead: true)
        try client.send(get("/file?1", "If-None-Match: \"f\"\r\n"))
        _ = try client.receiveAnswer()
        try client.send(get("/file?1", "Range: bytes=9999-\r\n"))
        _ = try client.receiveAnswer()
        try client.send(get("/untold?1"))
        _ = try client.receiveAnswer()
        try client.send(get("/file?2", "Connection: close\r\n"))
        _ = try client.receiveAll()
        await server.stop()
        #expect(server.told(1).isEmpty)
        #expect(server.told(2) == [[0..<5000]])
    }

    @Test("who asks for more without waiting is told about in order, however many answers are on their way")
    func pipelined() async throws {
        let folder = try TemporaryFolder()
        let server = try await DeliveryServer(file(200_000, in: folder))
        let client = try server.client()
        let count = 60
        try client.send((1...count).map { get("/file?\($0)") }.joined())
        for _ in 0..<count { #expect(try client.receiveAnswer().content.count == 200_000) }
        client.endSending()
        #expect(try client.receiveAll().isEmpty)
        await server.stop()
        let whole: [[Range<Int64>]] = [[0..<200_000]]
        #expect((1...count).allSatisfy { server.told(Int64($0)) == whole })
    }

    @Test("a cut connection counts what the client has acknowledged, and not what lay in the kernel")
    func cut() async throws {
        let size: Int64 = 64 << 20
        let folder = try TemporaryFolder()
        let server = try await DeliveryServer(file(size, in: folder))
        var client: RawClient? = try server.client()
        try client?.send(get("/file?1"))
        var received = 0
        while received < 1 << 20 { received += try client?.receive().count ?? 0 }
        client = nil
        let told = try await server.told(1, count: 1)
        let range = try #require(told.first?.first)
        #expect(told == [[range]])
        #expect(range.lowerBound == 0)
        #expect(range.upperBound >= Int64(received) - 1000)
        #expect(range.upperBound < size)
        await server.stop()
    }

    @Test("what a client leaves unread is not taken for delivered, though the kernel had taken all of it")
    func abandoned() async throws {
        let size: Int64 = 2 << 20
        let folder = try TemporaryFolder()
        let server = try await DeliveryServer(file(size, in: folder))
        var client: RawClient? = try RawClient(port: server.port, receiveBuffer: 8 << 10)
        try client?.send(get("/file?1", "Range: bytes=0-\(size - 1)\r\n"))
        _ = try client?.receive(upTo: 1)
        client = nil
        while server.connections > 0 { try await Task.sleep(for: .milliseconds(5)) }
        let told = server.told(1)
        #expect(told.count <= 1)
        #expect(told.first?.first?.upperBound ?? 0 < size)
        await server.stop()
    }

    @Test("a slow reader is told about when it has everything, though the answer was sent long before")
    func slow() async throws {
        let size: Int64 = 1 << 20
        let folder = try TemporaryFolder()
        let server = try await DeliveryServer(file(size, in: folder))
        let client = try RawClient(port: server.port, receiveBuffer: 8 << 10)
        try client.send(get("/file?1"))
        #expect(try client.receiveAnswer().content.count == Int(size))
        try client.send(get("/memory?2"))
        _ = try client.receiveAnswer()
        #expect(try await server.told(1, count: 1) == [[0..<size]])
        await server.stop()
        #expect(server.told(1).count == 1)
    }

    @Test("who is given up for taking nothing is told about with what was taken")
    func givenUp() async throws {
        var limits = ServerLimits()
        limits.answerGrace = .milliseconds(300)
        limits.answerRate = 1
        let size: Int64 = 64 << 20
        let folder = try TemporaryFolder()
        let server = try await DeliveryServer(file(size, in: folder), limits: limits)
        let client = try server.client()
        try client.send(get("/file?1"))
        _ = try client.receive(upTo: 1)
        let told = try await server.told(1, count: 1)
        #expect(told.first?.first?.upperBound ?? 0 > 0)
        #expect(told.first?.first?.upperBound ?? size < size)
        withExtendedLifetime(client) {}
        await server.stop()
    }

    @Test("who keeps the connection without asking again is told about all the same")
    func parked() async throws {
        let folder = try TemporaryFolder()
        let server = try await DeliveryServer(file(100_000, in: folder))
        let client = try server.client()
        try client.send(get("/file?1"))
        _ = try client.receiveAnswer()
        #expect(try await server.told(1, count: 1) == [[0..<100_000]])
        #expect(server.connections == 1)
        await server.stop()
    }

    @Test("stopping and cutting tell about everybody")
    func stopping() async throws {
        let size: Int64 = 64 << 20
        let folder = try TemporaryFolder()
        let server = try await DeliveryServer(file(size, in: folder))
        let busy = try server.client()
        try busy.send(get("/file?1"))
        _ = try busy.receive(upTo: 1000)
        let idle = try server.client()
        try idle.send(get("/memory?2"))
        _ = try idle.receiveAnswer()
        await server.stop(grace: .milliseconds(50))
        #expect(server.told(1).count == 1)
        #expect(server.told(1).first?.first?.upperBound ?? size < size)
        #expect(server.told(2) == [[0..<10]])
        withExtendedLifetime(busy) {}
    }

    @Test("over TLS it counts the file, not what encrypting adds", arguments: [5_000, 3_000_000])
    func encrypted(size: Int64) async throws {
        let folder = try TemporaryFolder()
        let authority = try TestCertificate("authority")
        let certificate = try TestCertificate("localhost", names: "DNS:localhost", signedBy: authority)
        let files = TLSCertificateFiles(
            chain: try folder.write(certificate.pem, to: "chain.pem"),
            key: try folder.write(certificate.keyPEM(), to: "key.pem"))
        let trust = try TLSClientContext(authorities: folder.write(authority.pem, to: "authority.pem"))
        let server = try await DeliveryServer(file(size, in: folder), tls: TLSServerContext([files]))
        let client = try SecureClient(trust)
        let wholeRequest = get("/file?1", "Connection: close\r\n")
        #expect(try await client.exchange(wholeRequest, port: server.port) > Int(size))
        #expect(try await server.told(1, count: 1) == [[0..<size]])
        // Cut after the first bytes.
        let large = get("/file?2")
        _ = try await client.exchange(large, port: server.port, upTo: 1000)
        while server.connections > 0 { try await Task.sleep(for: .milliseconds(5)) }
        #expect(server.told(2).count <= 1)
        #expect(server.told(2).first?.first?.upperBound ?? 0 <= size)
        await server.stop()
        client.loop.stop()
    }
}

/// A client that speaks TLS, on a loop of its own.
private actor SecureClient {
    nonisolated let loop: EventLoop
    private let trust: TLSClientContext

    init(_ trust: TLSClientContext) throws {
        loop = try EventLoop(name: "client")
        loop.start()
        self.trust = trust
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// Sends a request and reads so many bytes, or everything until the server closes.
    ///
    /// - Returns: how many came.
    func exchange(_ request: String, port: UInt16, upTo limit: Int = .max) async throws -> Int {
        let deadline = loop.deadline(in: .seconds(30))
        let stream = try await Stream.connect(
            to: SocketAddress("127.0.0.1:\(port)"), loop: loop, deadline: deadline)
        defer { stream.close() }
        try await stream.connectTLS(trust, host: "localhost", deadline: deadline)
        try await stream.send(Array(request.utf8), deadline: deadline)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
        defer { unsafe buffer.deallocate() }
        var received = 0
        while received < limit {
            switch unsafe try stream.receive(into: buffer) {
            case .received(let count): received += count
            case .end: return received
            case .wouldBlock: try await stream.untilReadable(deadline)
            }
        }
        return received
    }
}
