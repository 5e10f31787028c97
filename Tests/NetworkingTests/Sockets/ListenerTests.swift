import FoundationEssentials
import Glibc
import Platform
import SystemPackage
import Testing

@testable import Networking

@Suite(.timeLimit(.minutes(15))) struct ListenerTests {
    @Test func `two thousand connections are served at once`() async throws {
        raiseFileLimit()
        try await withWorker { worker in
            let address = try worker.listen()
            let server = worker.spawn { worker in
                var served: [Task<Void, any Error>] = []
                for index in 0..<2000 {
                    worker.streams.append(try await worker.accept())
                    served.append(
                        worker.spawn { worker in
                            try await worker.streams[index].echo(bufferSize: 64, deadline: worker.soon)
                        })
                }
                for task in served { try await task.value }
            }
            var clients: [Stream] = []
            for _ in 0..<2000 { clients.append(try await worker.connect(to: address)) }
            for round in 0..<3 {
                for (index, client) in clients.enumerated() {
                    try await client.send(Array("\(round) \(index)".utf8), deadline: worker.soon)
                }
                for (index, client) in clients.enumerated() {
                    let answer = try await client.readSome(deadline: worker.soon)
                    try #require(answer == Array("\(round) \(index)".utf8))
                }
            }
            clients = []
            try await server.value
        }
    }

    @Test func `two loops share a port`() async throws {
        let workers = [try Worker(name: "one"), try Worker(name: "two")]
        for worker in workers { worker.loop.start() }
        let first = try await workers[0].spawn { try $0.listen(reusePort: true) }.value
        let second = try await workers[1].spawn { try $0.listen(reusePort: true, on: first.port ?? 0) }.value
        #expect(first == second)
        let counts = Shared([0, 0])
        for (index, worker) in workers.enumerated() {
            _ = worker.spawn { worker in
                while true {
                    let stream = try await worker.accept()
                    counts.change { $0[index] += 1 }
                    try await stream.send([UInt8(index)], deadline: worker.soon)
                }
            }
        }
        let answers = try await withWorker { worker in
            var answers: [[UInt8]] = []
            for _ in 0..<200 {
                let stream = try await worker.connect(to: first)
                answers.append(try await stream.readAll(deadline: worker.soon))
            }
            return answers
        }
        for worker in workers {
            worker.loop.stop()
            worker.loop.join()
        }
        let total = counts.value
        #expect(total[0] > 0 && total[1] > 0 && total[0] + total[1] == 200)
        #expect(answers.filter { $0 == [1] }.count == total[1])
    }

    @Test func `the real port and the peer's address are known`() async throws {
        try await withWorker { worker in
            for text in ["127.0.0.1:0", "[::1]:0"] {
                let listener = try Listener(try SocketAddress(text), loop: worker.loop)
                #expect(listener.localAddress.port != 0)
                worker.listener = listener
                let address = listener.localAddress
                let client = worker.spawn { try await $0.connect(to: address).peer }
                let accepted = try await worker.accept()
                #expect(accepted.peer.isLoopback)
                #expect(try await client.value == address)
            }
        }
    }

    @Test func `an address in use is refused with its errno`() async throws {
        try await withWorker { worker in
            let address = try worker.listen()
            #expect(throws: Errno.addressInUse) { try Listener(address, loop: worker.loop) }
        }
    }

    @Test func `interrupting and closing end a waiting accept`() async throws {
        try await withWorker { worker in
            _ = try worker.listen()
            let first = worker.spawn { _ = try await $0.accept() }
            await worker.loop.yield()
            worker.listener?.interrupt()
            await #expect(throws: StreamError.cancelled) { try await first.value }
            let second = worker.spawn { _ = try await $0.accept() }
            await worker.loop.yield()
            worker.listener?.close()
            await #expect(throws: StreamError.closed) { try await second.value }
            await #expect(throws: StreamError.closed) { _ = try await worker.accept() }
        }
    }

    @Test func `a Unix socket listens, takes over what was left behind, and cleans up`() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/nachlese-\(getpid()).sock"
        defer { unsafe unlink(path) }
        try await withWorker { worker in
            // A path that nobody listens on, as a process that was killed leaves it. (It never did listen: a child of
            // another test, between fork and exec, might hold a listening one open.)
            let abandoned = Descriptor(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
            try SocketAddress.unix(path).bind(abandoned.rawValue)
            abandoned.close()

            let listener = try Listener(.unix(path), loop: worker.loop)
            #expect(listener.localAddress == .unix(path))
            worker.listener = listener
            let client = worker.spawn { worker in
                let stream = try await worker.connect(to: .unix(path))
                try await stream.send([1], deadline: worker.soon)
            }
            let stream = try await worker.accept()
            #expect(stream.peer == .unix(""))
            #expect(try await stream.readSome(deadline: worker.soon) == [1])
            try await client.value
            #expect(throws: Errno.addressInUse) { try Listener(.unix(path), loop: worker.loop) }
            listener.close()
            #expect(unsafe access(path, F_OK) != 0)
        }
    }

    @Test func `what lies where a Unix socket is to be is left alone`() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/nachlese-\(getpid()).file"
        defer { unsafe unlink(path) }
        Descriptor(unsafe open(path, O_CREAT | O_WRONLY, 0o600)).close()
        try await withWorker { worker in
            _ = #expect(throws: Errno.notSocket) { try Listener(.unix(path), loop: worker.loop) }
        }
        var status = stat()
        #expect(unsafe lstat(path, &status) == 0 && status.st_mode == S_IFREG | 0o600)
    }

    @Test func `a socket that was passed on is adopted`() async throws {
        try await withWorker { worker in
            let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #expect(listen(listening, 8) == 0)
            let adopted = try Listener(adopting: Descriptor(listening), loop: worker.loop)
            let address = SocketAddress.ipv4(.loopback, port: try #require(adopted.localAddress.port))
            worker.listener = adopted
            let client = worker.spawn { _ = try await $0.connect(to: address) }
            _ = try await worker.accept()
            try await client.value
        }
    }

    @Test func `running out of descriptors is told once and does not lose the connection`() async {
        await #expect(processExitsWith: .success) {
            try await withWorker { worker in
                let address = try worker.listen()
                let client = try await worker.connect(to: address)
                var limit = rlimit(rlim_cur: 0, rlim_max: 0)
                unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                let before = limit.rlim_cur
                limit.rlim_cur = 3
                unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                await #expect(throws: StreamError.exhausted) { _ = try await worker.accept() }
                await #expect(throws: StreamError.exhausted) { _ = try await worker.accept() }
                limit.rlim_cur = before
                unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                let stream = try await worker.accept()
                try await stream.send([1], deadline: worker.soon)
                let answer = try await client.readSome(deadline: worker.soon)
                precondition(answer == [1])
            }
        }
    }
}
