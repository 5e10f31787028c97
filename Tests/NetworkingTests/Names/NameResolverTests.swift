import Glibc
import Platform
import Testing

@testable import Networking

struct NameResolverTests {
    private static let answer: [SocketAddress] = [
        .ipv6(.loopback, port: 25), .ipv4(.loopback, port: 25),
    ]

    private static func addresses(
        of host: String, by resolver: NameResolver
    ) async throws -> Result<[SocketAddress], NameError> {
        try await withWorker { worker in
            do throws(NameError) {
                return .success(
                    try await resolver.addresses(of: host, port: 25, loop: worker.loop, deadline: worker.soon))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test func `finds this machine by its name`() async throws {
        let found = try await Self.addresses(of: "localhost", by: .system).get()
        #expect(!found.isEmpty && found.allSatisfy { $0.isLoopback && $0.port == 25 })
    }

    @Test func `knows numeric addresses by itself`() async throws {
        let resolver = NameResolver { _, _ in .failure(.failed("asked")) }
        #expect(try await Self.addresses(of: "127.0.0.1", by: resolver) == .success([.ipv4(.loopback, port: 25)]))
        #expect(try await Self.addresses(of: "::1", by: resolver) == .success([.ipv6(.loopback, port: 25)]))
        #expect(try await Self.addresses(of: "", by: resolver) == .failure(.notFound))
        #expect(try await Self.addresses(of: "a\u{0}b", by: resolver) == .failure(.notFound))
        #expect(try await Self.addresses(of: "a", by: resolver) == .failure(.failed("asked")))
    }

    @Test func `keeps the order and passes on what went wrong`() async throws {
        let resolver = NameResolver { host, _ in host == "good" ? .success(Self.answer) : .failure(.tryAgain) }
        #expect(try await Self.addresses(of: "good", by: resolver) == .success(Self.answer))
        #expect(try await Self.addresses(of: "bad", by: resolver) == .failure(.tryAgain))
    }

    @Test func `lets whoever asks go on when the answer hangs, and few threads pile up`() async throws {
        let gate = Locked(false)
        let resolver = NameResolver { _, _ in
            while !gate.withLock({ $0 }) { usleep(1000) }
            return .success(Self.answer)
        }
        defer { gate.withLock { $0 = true } }
        try await withWorker { worker in
            for _ in 0..<NameResolver.limit {
                await #expect(throws: NameError.timedOut) {
                    try await resolver.addresses(
                        of: "slow", port: 25, loop: worker.loop,
                        deadline: worker.loop.deadline(in: .milliseconds(20)))
                }
            }
            await #expect(throws: NameError.tryAgain) {
                try await resolver.addresses(of: "slow", port: 25, loop: worker.loop, deadline: worker.soon)
            }
        }
    }

    @Test func `ends with its loop`() async throws {
        let gate = Locked(false)
        let resolver = NameResolver { _, _ in
            while !gate.withLock({ $0 }) { usleep(1000) }
            return .success(Self.answer)
        }
        defer { gate.withLock { $0 = true } }
        try await withWorker { worker in
            worker.loop.stop()
            await #expect(throws: NameError.cancelled) {
                try await resolver.addresses(of: "slow", port: 25, loop: worker.loop, deadline: .never)
            }
        }
    }

    @Test(arguments: [
        (EAI_NONAME, NameError.notFound), (-5, .notFound), (EAI_AGAIN, .tryAgain),
        (EAI_SYSTEM, .failed("Too many open files")), (EAI_FAIL, .failed("Non-recoverable failure in name resolution")),
    ])
    func `tells the C library's codes apart`(code: Int32, error: NameError) {
        #expect(SystemNames.error(of: code, EMFILE) == error)
    }
}
