import Glibc
import Networking
import Testing

@Suite(.timeLimit(.minutes(15))) struct StreamFileTests {
    @Test func `fifty megabytes reach a slow reader as they are in the file`() async throws {
        let size: Int64 = 50 << 20
        let file = try makeSparseFile(size: size)
        defer { close(file) }
        try await withWorker { worker in
            let address = try worker.listen()
            let server = worker.spawn { worker in
                let stream = try await worker.accept()
                var sent: Int64 = 0
                try await stream.sendFile(file, offset: 3, count: size - 3, stallLimit: .seconds(30), sent: &sent)
                return sent
            }
            let client = try await worker.connect(to: address)
            let piece = ScratchBuffer(count: 50_000)
            let original = ScratchBuffer(count: 50_000)
            var position = 3
            var turns = 0
            while true {
                let count = unsafe try await client.read(into: piece.bytes, deadline: worker.soon)
                if count == 0 { break }
                let read = unsafe pread(file, original.bytes.baseAddress, count, off_t(position))
                #expect(read == count)
                let isSame = piece.hasSameStart(as: original, count: count)
                try #require(isSame, "differs within \(count) bytes from \(position)")
                position += count
                turns += 1
                if turns % 100 == 0 { try await worker.loop.sleep(until: worker.loop.deadline(in: .milliseconds(9))) }
            }
            #expect(Int64(position) == size)
            #expect(try await server.value == size - 3)
        }
    }

    @Test func `a part of a file is sent to the byte, behind a head that was held back`() async throws {
        let file = try makeSparseFile(size: 20_000)
        defer { close(file) }
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            let stream = try worker.stream(near)
            let other = try worker.stream(far)
            var sent: Int64 = 5
            try await stream.send(Array("head ".utf8), more: true, deadline: worker.soon)
            try await stream.sendFile(file, offset: 10_007, count: 10, stallLimit: .seconds(1), sent: &sent)
            try await stream.sendFile(file, offset: 0, count: 0, stallLimit: .seconds(1), sent: &sent)
            stream.close()
            #expect(sent == 15)
            #expect(try await other.readAll(deadline: worker.soon) == Array("head mark 10007".utf8))
        }
    }

    @Test func `a file that got shorter is reported with what was sent of it`() async throws {
        let file = try makeSparseFile(size: 1000)
        defer { close(file) }
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            let stream = try worker.stream(near)
            var sent: Int64 = 0
            do throws(StreamError) {
                try await stream.sendFile(file, offset: 100, count: 5000, stallLimit: .seconds(1), sent: &sent)
                Issue.record("the file is not that long")
            } catch {
                #expect(error == .truncated)
            }
            #expect(sent == 900)
            close(far)
        }
    }

    @Test func `a reader that stalls is given up, with the progress told`() async throws {
        let size: Int64 = 50 << 20
        let file = try makeSparseFile(size: size)
        defer { close(file) }
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            let stream = try worker.stream(near)
            var sent: Int64 = 0
            do throws(StreamError) {
                try await stream.sendFile(file, offset: 0, count: size, stallLimit: .milliseconds(20), sent: &sent)
                Issue.record("nobody has read that")
            } catch {
                #expect(error == .timedOut)
            }
            #expect(sent > 0 && sent < size)
            close(far)
        }
    }

    @Test func `sending a file to a peer that has gone is an error and no signal`() async throws {
        SignalWatcher.ignoreBrokenPipes()
        let file = try makeSparseFile(size: 1000)
        defer { close(file) }
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            close(far)
            let stream = try worker.stream(near)
            var sent: Int64 = 0
            do throws(StreamError) {
                try await stream.sendFile(file, offset: 0, count: 1000, stallLimit: .seconds(1), sent: &sent)
                Issue.record("nobody is there")
            } catch {
                #expect(error == .reset)
            }
            #expect(sent == 0)
        }
    }
}
