import Glibc
import Networking
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(15))) struct StreamTests {
    @Test(arguments: [1000, 4096, 70_000])
    func `ten megabytes come back as they went, through small buffers`(bufferSize: Int) async throws {
        let block = (0..<10_007).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        var content: [UInt8] = []
        for _ in 0..<1000 { content += block }
        let sent = content
        try await withWorker { worker in
            let address = try worker.listen()
            let server = worker.spawn { worker in
                let stream = try await worker.accept()
                try await stream.echo(bufferSize: bufferSize, deadline: worker.soon)
            }
            let client = try await worker.connect(to: address)
            worker.streams.append(client)
            let writer = worker.spawn { worker in
                let client = worker.streams[0]
                try await client.send(sent, deadline: worker.soon)
                client.shutdownSending()
            }
            let answer = try await client.readAll(deadline: worker.soon)
            let isSame = answer == sent
            #expect(isSame, "\(answer.count) bytes came back")
            try await writer.value
            try await server.value
        }
    }

    @Test func `bytes that came before anybody waited are not lost`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            let stream = try worker.stream(near)
            let other = try worker.stream(far)
            #expect(try other.trySomething() == .wouldBlock)
            try await stream.send([1, 2], deadline: worker.soon)
            for _ in 0..<3 { await worker.loop.yield() }
            try await other.untilReadable(worker.soon)
            #expect(try await other.readSome(deadline: worker.soon) == [1, 2])
        }
    }

    @Test func `the end is told from nothing yet, again and again`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            let stream = try worker.stream(near)
            let other = try worker.stream(far)
            #expect(try stream.trySomething() == .wouldBlock)
            try await other.send([7], deadline: worker.soon)
            other.shutdownSending()
            #expect(try await stream.readSome(deadline: worker.soon) == [7])
            #expect(try await stream.readSome(deadline: worker.soon) == [])
            #expect(try await stream.readSome(deadline: worker.soon) == [])
            #expect(try stream.trySomething() == .end)
            #expect(stream.peerHasEnded)
            try await stream.send([8], deadline: worker.soon)
            #expect(try await other.readSome(deadline: worker.soon) == [8])
        }
    }

    @Test func `nothing to send is sent at once, also to nobody`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            close(far)
            let stream = try worker.stream(near)
            try await stream.send([], deadline: worker.soon)
        }
    }

    @Test func `a read ends at its deadline and the stream goes on`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            let stream = try worker.stream(near)
            let other = try worker.stream(far)
            let deadline = Deadline.after(.milliseconds(20))
            await #expect(throws: StreamError.timedOut) { try await stream.readSome(deadline: deadline) }
            #expect(deadline.hasPassed(at: .now))
            await #expect(throws: StreamError.timedOut) { try await stream.readSome(deadline: deadline) }
            try await other.send([1], deadline: worker.soon)
            #expect(try await stream.readSome(deadline: worker.soon) == [1])
        }
    }

    @Test func `a deadline that is put off is kept, and one that is brought forward too`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            let stream = try worker.stream(near)
            let other = try worker.stream(far)
            let start = MonotonicInstant.now
            for milliseconds in [20, 60, 500] {
                try await other.send([1], deadline: worker.soon)
                _ = try await stream.readSome(deadline: .after(.milliseconds(milliseconds), from: start))
            }
            let late = Deadline.after(.milliseconds(100), from: start)
            await #expect(throws: StreamError.timedOut) { try await stream.readSome(deadline: late) }
            #expect(late.hasPassed(at: .now))
            let early = Deadline.after(.milliseconds(20))
            await #expect(throws: StreamError.timedOut) { try await stream.readSome(deadline: early) }
            #expect(early.hasPassed(at: .now))
        }
    }

    @Test func `a send to a peer that does not read ends at its deadline`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            let stream = try worker.stream(near)
            await #expect(throws: StreamError.timedOut) {
                try await stream.send([UInt8](repeating: 0, count: 4 << 20), deadline: .after(.milliseconds(20)))
            }
            close(far)
        }
    }

    @Test func `reader and writer wait side by side with deadlines of their own`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            worker.streams = [try worker.stream(near)]
            let writer = worker.spawn { worker in
                try await worker.streams[0].send([UInt8](repeating: 0, count: 4 << 20), deadline: .never)
            }
            await #expect(throws: StreamError.timedOut) {
                try await worker.streams[0].readSome(deadline: .after(.milliseconds(20)))
            }
            worker.streams[0].interrupt()
            await #expect(throws: StreamError.cancelled) { try await writer.value }
            close(far)
        }
    }

    @Test func `closing while somebody waits wakes the wait, and everything later is refused`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            worker.streams = [try worker.stream(near)]
            let reader = worker.spawn { worker in
                try await worker.streams[0].readSome(deadline: .never)
            }
            await worker.loop.yield()
            worker.streams[0].close()
            worker.streams[0].close()
            await #expect(throws: StreamError.closed) { try await reader.value }
            await #expect(throws: StreamError.closed) { try await worker.streams[0].readSome(deadline: .never) }
            await #expect(throws: StreamError.closed) { try await worker.streams[0].untilReadable(.never) }
            await #expect(throws: StreamError.closed) { try await worker.streams[0].send([1], deadline: .never) }
            worker.streams[0].shutdownSending()
            worker.streams[0].interrupt()
            #expect(!worker.streams[0].isOpen)
            close(far)
        }
    }

    @Test func `an interrupted wait ends and the stream stays usable`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            worker.streams = [try worker.stream(near), try worker.stream(far)]
            let reader = worker.spawn { worker in
                try await worker.streams[0].readSome(deadline: .never)
            }
            await worker.loop.yield()
            worker.streams[0].interrupt()
            await #expect(throws: StreamError.cancelled) { try await reader.value }
            try await worker.streams[1].send([1], deadline: worker.soon)
            #expect(try await worker.streams[0].readSome(deadline: worker.soon) == [1])
        }
    }

    @Test func `events of a closed stream never reach the one that takes its number and slot`() async throws {
        try await withWorker { worker in
            for _ in 0..<50 {
                let (near, far) = try makeSocketPair()
                let old = try worker.stream(near)
                #expect(try old.trySomething() == .wouldBlock)
                // The event is on its way when the number changes hands.
                _ = unsafe [UInt8(1)].withUnsafeBytes { unsafe Glibc.send(far, $0.baseAddress, 1, 0) }
                old.close()
                let (newNear, newFar) = try makeSocketPair()
                let new = try worker.stream(newNear)
                #expect(try new.trySomething() == .wouldBlock)
                await worker.loop.yield()
                await #expect(throws: StreamError.timedOut) { try await new.untilReadable(.after(.milliseconds(1))) }
                close(far)
                close(newFar)
            }
        }
    }

    @Test func `a reset by the peer is reported to reader and writer`() async throws {
        try await withWorker { worker in
            let address = try worker.listen()
            let client = try connectBlocking(to: address)
            let stream = try await worker.accept()
            let resetter = worker.spawn { worker in
                await worker.loop.yield()
                closeWithReset(client)
            }
            await #expect(throws: StreamError.reset) { try await stream.readSome(deadline: worker.soon) }
            await #expect(throws: StreamError.reset) { try await stream.send([1], deadline: worker.soon) }
            try await resetter.value
        }
    }

    @Test func `sending to a peer that has gone is an error and no signal`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            close(far)
            let stream = try worker.stream(near)
            await #expect(throws: StreamError.reset) { try await stream.send([1], deadline: worker.soon) }
        }
    }

    @Test func `a refused connection says so`() async throws {
        try await withWorker { worker in
            let address = try worker.listen()
            worker.listener?.close()
            await #expect(throws: StreamError.failed(.connectionRefused)) { _ = try await worker.connect(to: address) }
        }
    }

    @Test func `lingering lets a peer that is still sending read the answer`() async throws {
        try await withWorker { worker in
            let address = try worker.listen()
            let server = worker.spawn { worker in
                let stream = try await worker.accept()
                _ = try await stream.readSome(atMost: 10, deadline: worker.soon)
                try await stream.send(Array("too much".utf8), deadline: worker.soon)
                await stream.linger(limit: 8 << 20, deadline: worker.soon)
                #expect(!stream.isOpen)
            }
            let client = try await worker.connect(to: address)
            try await client.send([UInt8](repeating: 1, count: 4 << 20), deadline: worker.soon)
            client.shutdownSending()
            #expect(try await client.readAll(deadline: worker.soon) == Array("too much".utf8))
            try await server.value
        }
    }

    @Test func `lingering ends at its limit and at its deadline`() async throws {
        try await withWorker { worker in
            let (near, far) = try makeSocketPair()
            let silent = try worker.stream(near)
            await silent.linger(limit: 1 << 20, deadline: .after(.milliseconds(20)))
            #expect(!silent.isOpen)
            close(far)

            let (other, flooding) = try makeSocketPair()
            worker.streams = [try worker.stream(flooding)]
            let flood = worker.spawn { worker in
                while true {
                    try await worker.streams[0].send([UInt8](repeating: 1, count: 65536), deadline: worker.soon)
                }
            }
            let stream = try worker.stream(other)
            await stream.linger(limit: 1 << 20, deadline: .never)
            #expect(!stream.isOpen)
            await #expect(throws: StreamError.reset) { try await flood.value }
        }
    }

    @Test func `a stream that is let go of on another thread is closed`() async throws {
        let worker = try Worker()
        worker.loop.start()
        let (near, far) = try makeSocketPair()
        try await worker.spawn { $0.streams = [try $0.stream(near)] }.value
        try await worker.spawn { $0.streams = [] }.value
        try await worker.spawn { worker in
            let other = try worker.stream(far)
            #expect(try await other.readSome(deadline: worker.soon) == [])
        }.value
        worker.loop.stop()
        worker.loop.join()
    }

    @Test func `a second reader of one stream is a mistake that ends the process`() async {
        await #expect(processExitsWith: .failure) {
            try await withWorker { worker in
                let (near, _) = try makeSocketPair()
                worker.streams = [try worker.stream(near)]
                let first = worker.spawn { try await $0.streams[0].readSome(deadline: .never) }
                let second = worker.spawn { try await $0.streams[0].readSome(deadline: .never) }
                _ = try await first.value
                _ = try await second.value
            }
        }
    }
}

extension Stream {
    /// What a call that never waits finds.
    fileprivate func trySomething() throws(StreamError) -> ReceiveResult {
        let buffer = ScratchBuffer(count: 16)
        return unsafe try receive(into: buffer.bytes)
    }
}
