import COpenSSL
import Glibc
import Testing

@testable import Networking

@Suite(.timeLimit(.minutes(15))) struct TLSHandshakeTests {
    let fixture: TLSFixture

    init() throws {
        fixture = try TLSFixture()
    }

    @Test(arguments: [(TLS1_2_VERSION, "TLSv1.2"), (TLS1_3_VERSION, "TLSv1.3")])
    func `both versions carry bytes both ways`(version: Int32, name: String) async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(
                context, fixture.client, prepare: { $0.speak(only: version) })
            #expect(server.isSecure && client.isSecure)
            #expect(try server.session.version == name)
            #expect(server.negotiatedProtocol == nil)
            try await client.send(Array("question".utf8), deadline: worker.soon)
            #expect(try await server.readSome(deadline: worker.soon) == Array("question".utf8))
            try await server.send(Array("answer".utf8), deadline: worker.soon)
            #expect(try await client.readSome(deadline: worker.soon) == Array("answer".utf8))
        }
    }

    @Test func `TLS 1 1 is refused`() async throws {
        let context = try fixture.server()
        _ = try await withWorker { [fixture] worker in
            await #expect(throws: StreamError.self) {
                _ = try await worker.securePair(context, fixture.client) { $0.speak(only: TLS1_1_VERSION) }
            }
        }
    }

    @Test(arguments: [
        ("h2 http/1.1", "http/1.1"), ("http/1.1", "http/1.1"), ("http/1.1 h2", "http/1.1"), ("h2", nil),
        ("http/1.0 acme-tls/1", nil), ("http/1.10 xhttp/1.1", nil),
    ])
    func `of the protocols offered HTTP 1 1 is chosen or none at all`(offer: String, choice: String?) async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.pair()
            let accepting = worker.spawn { worker in
                try await worker.streams[0].acceptTLS(context, deadline: worker.soon)
            }
            let connecting = await worker.attempt {
                try await client.connectTLS(fixture.client, host: "localhost", deadline: worker.soon) {
                    $0.offer(offer)
                }
            }
            let accepted = await accepting.result
            if let choice {
                try accepted.get()
                #expect(connecting == nil)
                #expect(client.negotiatedProtocol == choice)
                #expect(server.negotiatedProtocol == choice)
            } else {
                #expect(throws: StreamError.tls("no application protocol")) { try accepted.get() }
                #expect(connecting == .tls("tlsv1 alert no application protocol"))
            }
        }
    }

    @Test(arguments: [
        (host: "localhost", name: "localhost"), (host: "second.example", name: "second.example"),
        (host: "SECOND.example", name: "second.example"), (host: "other.example", name: "second.example"),
        (host: "a.wild.example", name: "*.wild.example"), (host: "exact.wild.example", name: "exact.wild.example"),
        (host: "a.b.wild.example", name: "localhost"), (host: "wild.example", name: "localhost"),
        (host: "unknown.example", name: "localhost"), (host: "127.0.0.1", name: "localhost"),
    ])
    func `the name asked for chooses the certificate`(host: String, name: String) async throws {
        let context = try TLSServerContext([
            fixture.files("localhost"), fixture.files("second.example", "other.example"),
            fixture.files("*.wild.example"), fixture.files("exact.wild.example"),
        ])
        try await withWorker { [fixture] worker in
            let (_, client) = try await worker.securePair(context, fixture.client, host: host) { $0.trustAnybody() }
            #expect(try client.session.peerName == name)
        }
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `a session is resumed, also after the certificate was replaced`(version: Int32) async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            var ticket: TestSession.Ticket?
            for round in 0..<3 {
                if round == 2 { try context.replace(with: [fixture.files("localhost", "new.example")]) }
                let (server, client) = try await worker.securePair(context, fixture.client) { session in
                    session.speak(only: version)
                    if let ticket { session.resume(by: ticket) }
                }
                #expect(try client.session.isResumed == (round > 0))
                // The tickets of TLS 1.3 come behind the handshake.
                try await server.send([1], deadline: worker.soon)
                #expect(try await client.readSome(deadline: worker.soon) == [1])
                ticket = try client.session.ticket
                server.close()
                client.close()
            }
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}\u{5}garbage", "\0\0\0\0\0\0\0\0", "",
        "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{28}", "SSH-2.0-OpenSSH_9.2\r\n", "\u{16}\u{3}\u{1}\u{7f}\u{7f}",
    ])
    func `what is no ClientHello is an error`(bytes: String) async throws {
        let context = try fixture.server()
        try await withWorker { worker in
            let (server, client) = try await worker.pair()
            try await client.send(Array(bytes.utf8), deadline: worker.soon)
            client.shutdownSending()
            let error = await worker.attempt { try await server.acceptTLS(context, deadline: worker.soon) }
            if case .tls = error {} else { #expect(error == .reset) }
            #expect(!server.isSecure)
            await server.linger(limit: 1 << 20, deadline: worker.soon)
        }
    }

    @Test(arguments: [0, 1])
    func `a handshake ends at its deadline, also when bytes trickle in`(bytes: Int) async throws {
        let context = try fixture.server()
        try await withWorker { worker in
            let (server, client) = try await worker.pair()
            worker.streams = [client]
            let trickle = worker.spawn { worker in
                // A record of 512 bytes that never becomes complete.
                try await worker.streams[0].send([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3], deadline: worker.soon)
                while bytes > 0 {
                    try await worker.streams[0].send([UInt8](repeating: 0, count: bytes), deadline: worker.soon)
                    try await worker.loop.sleep(until: worker.loop.deadline(in: .milliseconds(1)))
                }
            }
            let deadline = Deadline.after(.milliseconds(50))
            await #expect(throws: StreamError.timedOut) { try await server.acceptTLS(context, deadline: deadline) }
            #expect(deadline.hasPassed(at: .now))
            server.close()
            trickle.cancel()
            client.close()
            _ = await trickle.result
        }
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `renegotiation is refused and new keys are not`(version: Int32) async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client) { session in
                session.speak(only: version)
                session.allowRenegotiation()
            }
            if version == TLS1_3_VERSION {
                #expect(try client.session.updateKeys())
                try await client.send([1], deadline: worker.soon)
                #expect(try await server.readSome(deadline: worker.soon) == [1])
                try await server.send([2], deadline: worker.soon)
                #expect(try await client.readSome(deadline: worker.soon) == [2])
            } else {
                #expect(try client.session.renegotiate())
                try await server.untilReadable(worker.soon)
                let found = ScratchBuffer(count: 16)
                #expect(unsafe try server.receive(into: found.bytes) == .wouldBlock)
                await #expect(throws: StreamError.tls("no renegotiation")) {
                    try await client.readSome(deadline: worker.soon)
                }
            }
        }
    }
}

extension Worker {
    /// The error that a body fails with, nil for none.
    func attempt(_ body: () async throws -> Void) async -> StreamError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? StreamError
        }
    }
}
