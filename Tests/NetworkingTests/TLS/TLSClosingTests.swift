import COpenSSL
import Glibc
import Testing

@testable import Networking

@Suite(.timeLimit(.minutes(5))) struct TLSClosingTests {
    let fixture: TLSFixture

    init() throws {
        fixture = try TLSFixture()
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `each side ends by itself, and the other may go on`(version: Int32) async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(
                context, fixture.client, prepare: { $0.speak(only: version) })
            try await client.send([1], deadline: worker.soon)
            client.shutdownSending()
            #expect(try await server.readAll(deadline: worker.soon) == [1])
            #expect(try await server.readSome(deadline: worker.soon) == [])
            try await server.send([2, 3], deadline: worker.soon)
            server.close()
            #expect(!server.isOpen)
            #expect(try await client.readAll(deadline: worker.soon) == [2, 3])
            #expect(try client.session.hasReceivedEnd)
            await #expect(throws: StreamError.closed) { try await server.readSome(deadline: worker.soon) }
            await #expect(throws: StreamError.closed) { try await server.send([1], deadline: worker.soon) }
            await #expect(throws: StreamError.closed) { try await server.untilReadable(worker.soon) }
        }
    }

    @Test func `an end without notice is an end for a server and a broken connection for a client`() async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client)
            try await server.send([1], deadline: worker.soon)
            try await client.send([2], deadline: worker.soon)
            shutdown(server.registration.descriptor, Int32(SHUT_WR))
            shutdown(client.registration.descriptor, Int32(SHUT_WR))
            #expect(try await server.readAll(deadline: worker.soon) == [2])
            #expect(try await client.readSome(deadline: worker.soon) == [1])
            await #expect(throws: StreamError.reset) { try await client.readSome(deadline: worker.soon) }
        }
    }

    @Test func `what was cut short is not ended politely`() async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client)
            await #expect(throws: StreamError.timedOut) {
                try await server.send([UInt8](repeating: 0, count: 20 << 20), deadline: .after(.milliseconds(20)))
            }
            server.close()
            await #expect(throws: StreamError.reset) { try await client.readAll(deadline: worker.soon) }
        }
    }

    @Test func `lingering lets a peer that is still sending read the answer`() async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (_, client) = try await worker.securePair(context, fixture.client)
            let server = worker.spawn { worker in
                let stream = worker.streams[0]
                _ = try await stream.readSome(atMost: 10, deadline: worker.soon)
                try await stream.send(Array("too much".utf8), deadline: worker.soon)
                await stream.linger(limit: 8 << 20, deadline: worker.soon)
                #expect(!stream.isOpen)
            }
            try await client.send([UInt8](repeating: 1, count: 4 << 20), deadline: worker.soon)
            client.shutdownSending()
            #expect(try await client.readAll(deadline: worker.soon) == Array("too much".utf8))
            try await server.value
        }
    }

    @Test func `bytes that are no record break the connection`() async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client)
            let garbage = [UInt8](repeating: 0x17, count: 100)
            let written = unsafe garbage.withUnsafeBytes { bytes in
                unsafe Glibc.send(client.registration.descriptor, bytes.baseAddress, bytes.count, 0)
            }
            #expect(written == 100)
            let error = await worker.attempt { _ = try await server.readSome(deadline: worker.soon) }
            guard case .tls = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            server.close()
        }
    }
}
