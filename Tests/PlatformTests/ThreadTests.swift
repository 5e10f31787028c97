import Glibc
import Platform
import SystemPackage
import TestSupport
import Testing

struct ThreadTests {
    @Test(.timeLimit(.minutes(1)))
    func `a closure runs on a thread of its own, named, and is let go`() throws {
        final class Witness: Sendable {}
        let found = Locked<(thread: UInt, name: String)?>(nil)
        weak var gone: Witness?
        do {
            let witness = Witness()
            gone = witness
            let thread = try Thread.start(name: "a-name-that-is-too-long") {
                let name = (try? TemporaryFolder.read("/proc/thread-self/comm")) ?? []
                found.withLock { $0 = (UInt(pthread_self()), String(decoding: name, as: UTF8.self)) }
                extendLifetime(witness)
            }
            thread.join()
        }
        let seen = try #require(found.withLock { $0 })
        #expect(seen.thread != UInt(pthread_self()))
        #expect(seen.name == "a-name-that-is-\n")
        #expect(gone == nil)
    }

    @Test func `a stack that cannot be had is an error, and the closure is let go`() {
        #expect(throws: Errno.self) { try Thread.start(name: "none", stackSize: 1) {}.detach() }
    }

    @Test func `many threads count to the right number behind a lock`() throws {
        let count = Locked(0)
        let threads = try (0..<4).map { _ in
            try Thread.start(name: "count") { for _ in 0..<1000 { count.withLock { $0 += 1 } } }
        }
        for thread in threads { thread.join() }
        #expect(count.withLock { $0 } == 4000)
    }
}
