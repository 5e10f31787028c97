import COpenSSL
import Glibc
import SystemPackage
import Testing

@testable import Networking

@Suite(.timeLimit(.minutes(5))) struct TLSTransferTests {
    let fixture: TLSFixture

    init() throws {
        fixture = try TLSFixture()
    }

    @Test(arguments: [true, false])
    func `ten megabytes of a file reach a slow reader as they are, either way`(byServer: Bool) async throws {
        let size: Int64 = 10 << 20
        let file = try makeSparseFile(size: size)
        defer { close(file) }
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client)
            let reader = byServer ? client : server
            let sending = worker.spawn { worker in
                var sent: Int64 = 0
                try await worker.streams[byServer ? 0 : 1].sendFile(
                    file, offset: 3, count: size - 3, stallLimit: .seconds(30), sent: &sent)
                await worker.streams[byServer ? 0 : 1].endSending(by: worker.soon)
                return sent
            }
            let piece = ScratchBuffer(count: 30_000)
            let original = ScratchBuffer(count: 30_000)
            var position = 3
            var turns = 0
            while true {
                let count = unsafe try await reader.read(into: piece.bytes, deadline: worker.soon)
                if count == 0 { break }
                let read = unsafe pread(file, original.bytes.baseAddress, count, off_t(position))
                #expect(read == count)
                let isSame = piece.hasSameStart(as: original, count: count)
                try #require(isSame, "differs within \(count) bytes from \(position)")
                position += count
                turns += 1
                if turns % 50 == 0 { try await worker.loop.sleep(until: worker.loop.deadline(in: .milliseconds(9))) }
            }
            #expect(Int64(position) == size)
            #expect(try await sending.value == size - 3)
        }
    }

    @Test(arguments: [1000, 16_384, 70_000])
    func `four megabytes come back as they went, through small socket buffers`(bufferSize: Int) async throws {
        let block = (0..<10_007).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let content = Array(repeatElement(block, count: 400).joined())
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client)
            for stream in [server, client] {
                var size: Int32 = 4096
                unsafe setsockopt(stream.registration.descriptor, SOL_SOCKET, SO_SNDBUF, &size, 4)
            }
            let echo = worker.spawn { worker in
                try await worker.streams[0].echo(bufferSize: bufferSize, deadline: worker.soon)
                await worker.streams[0].endSending(by: worker.soon)
            }
            let writer = worker.spawn { worker in
                try await worker.streams[1].send(content, deadline: worker.soon)
                await worker.streams[1].endSending(by: worker.soon)
            }
            let answer = try await client.readAll(deadline: worker.soon)
            let isSame = answer == content
            #expect(isSame, "\(answer.count) bytes came back")
            try await writer.value
            try await echo.value
        }
    }

    @Test func `bytes that have been decrypted are found without a new event`() async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client)
            try await client.send([UInt8](repeating: 5, count: 1000), deadline: worker.soon)
            try await client.send([UInt8](repeating: 6, count: 1000), deadline: worker.soon)
            var found: [UInt8] = []
            while found.count < 2000 {
                try await server.untilReadable(worker.soon)
                found += try await server.readSome(atMost: 7, deadline: worker.soon)
            }
            #expect(found == [UInt8](repeating: 5, count: 1000) + [UInt8](repeating: 6, count: 1000))
            // Readiness may be told once too often; that nothing is left shows in reading.
            let deadline = Deadline.after(.milliseconds(20))
            await #expect(throws: StreamError.timedOut) { _ = try await server.readSome(atMost: 7, deadline: deadline) }
        }
    }

    @Test func `a part of a file follows its head to the byte, and a shorter file is reported`() async throws {
        let file = try makeSparseFile(size: 20_000)
        defer { close(file) }
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client)
            var sent: Int64 = 5
            try await server.send(Array("head ".utf8), more: true, deadline: worker.soon)
            try await server.sendFile(file, offset: 10_007, count: 10, stallLimit: .seconds(9), sent: &sent)
            try await server.sendFile(file, offset: 0, count: 0, stallLimit: .seconds(9), sent: &sent)
            #expect(sent == 15)
            let error = await worker.attempt {
                try await server.sendFile(file, offset: 19_000, count: 5000, stallLimit: .seconds(9), sent: &sent)
            }
            #expect(error == .truncated)
            #expect(sent == 1015)
            server.close()
            let all = try await client.readAll(deadline: worker.soon)
            #expect(Array(all.prefix(15)) == Array("head mark 10007".utf8))
            #expect(all.count == 1015)
        }
    }

    @Test func `a reader that stalls is given up, and holds no more than a record`() async throws {
        let size: Int64 = 50 << 20
        let file = try makeSparseFile(size: size)
        defer { close(file) }
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, _) = try await worker.securePair(context, fixture.client)
            var sent: Int64 = 0
            let error = await worker.attempt {
                try await server.sendFile(file, offset: 0, count: size, stallLimit: .milliseconds(20), sent: &sent)
            }
            #expect(error == .timedOut)
            #expect(sent > 0 && sent < size)
            let session = try #require(server.tls)
            let pending = unsafe session.channel.pointee.pending_count
            #expect((1...TLSSession.recordSize + 64).contains(pending))
        }
    }

    @Test func `sending to a peer that has gone is an error and no signal`() async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client)
            client.close()
            let error = await worker.attempt {
                while true { try await server.send([UInt8](repeating: 1, count: 50_000), deadline: worker.soon) }
            }
            #expect(error == .reset)
        }
    }

    @Test("What comes in one segment behind new keys is read without waiting for more")
    func behindNewKeys() async throws {
        let context = try fixture.server()
        try await withWorker { [fixture] worker in
            let (server, client) = try await worker.securePair(context, fixture.client) { session in
                session.speak(only: TLS1_3_VERSION)
            }
            #expect(try client.session.updateKeys())
            try await client.send([1], more: true, deadline: worker.soon)
            try await client.send([2], deadline: worker.soon)
            var found = try await server.readSome(deadline: worker.soon)
            while found.count < 2 { found += try await server.readSome(deadline: worker.soon) }
            #expect(found == [1, 2])
        }
    }

}
