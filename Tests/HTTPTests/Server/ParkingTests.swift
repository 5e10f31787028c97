import Testing

@testable import HTTP

@Suite("A server whose connections are parked", .timeLimit(.minutes(5)))
struct ParkingTests {
    /// A server that parks who waits at all.
    private func parkingServer(_ change: (inout ServerLimits) -> Void = { _ in }) async throws -> TestServer {
        var limits = ServerLimits()
        limits.parkTime = .zero
        change(&limits)
        return try await TestServer(limits: limits)
    }

    @Test("who is parked is served again, with whole heads and with pieces of them")
    func servesParked() async throws {
        let server = try await parkingServer()
        let client = try server.client()
        for _ in 0..<3 {
            // Several ticks of the timer wheel, so that it is parked; if it is not yet, the answer is the same.
            try await Task.sleep(for: .milliseconds(30))
            try client.send("GET /a HTTP/1.1\r\n")
            try await Task.sleep(for: .milliseconds(30))
            try client.send("Host: h\r\n\r\n")
            #expect(try client.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
        }
        client.endSending()
        #expect(try client.receiveAll().isEmpty)
        while server.connections > 0 { try await Task.sleep(for: .milliseconds(5)) }
        await server.stop()
    }

    @Test("who is parked is closed when the time is up")
    func parkedDeadlines() async throws {
        let server = try await parkingServer {
            $0.idleTime = .milliseconds(100)
            $0.headTime = .milliseconds(100)
        }
        let silent = try server.client()
        #expect(try silent.receiveAll().isEmpty)
        let idle = try server.client()
        try idle.send(ServerTests.get)
        _ = try idle.receiveAnswer()
        #expect(try idle.receiveAll().isEmpty)
        await server.stop()
    }

    @Test("who was parked and stops within a head is told")
    func parkedHalfHead() async throws {
        let server = try await parkingServer { $0.headTime = .milliseconds(200) }
        let half = try server.client()
        try half.send(ServerTests.get)
        _ = try half.receiveAnswer()
        try await Task.sleep(for: .milliseconds(30))
        try half.send("GET")
        #expect(try String(decoding: half.receiveAll(), as: UTF8.self).hasPrefix("HTTP/1.1 408"))
        await server.stop()
    }

    @Test("stopping lets go of who is parked, at once")
    func stopsParked() async throws {
        let server = try await parkingServer()
        let clients = try (0..<5).map { _ in try server.client() }
        for client in clients {
            try client.send(ServerTests.get)
            _ = try client.receiveAnswer()
        }
        try await Task.sleep(for: .milliseconds(50))
        await server.stop(grace: .seconds(3600))
        for client in clients { #expect(try client.receiveAll().isEmpty) }
    }

    @Test("who is parked makes room")
    func shedsParked() async throws {
        let server = try await parkingServer { $0.connections = 1 }
        let first = try server.client()
        try first.send(ServerTests.get)
        _ = try first.receiveAnswer()
        try await Task.sleep(for: .milliseconds(50))
        let second = try server.client()
        try second.send(ServerTests.get)
        #expect(try second.receiveAnswer().head.hasPrefix("HTTP/1.1 200"))
        #expect(try first.receiveAll().isEmpty)
        await server.stop()
    }
}
