import Glibc
import Networking
import Testing

/// In processes of their own, because signal masks belong to a whole process.
@Suite(.timeLimit(.minutes(15))) struct SignalWatcherTests {
    @Test func `blocked signals arrive one after another and kill nobody`() async {
        await #expect(processExitsWith: .success) {
            try SignalWatcher.block([SIGTERM, SIGHUP])
            try await withWorker { worker in
                let watcher = try SignalWatcher([SIGTERM, SIGHUP], loop: worker.loop)
                pthread_kill(pthread_self(), SIGHUP)
                let first = try await watcher.next()
                pthread_kill(pthread_self(), SIGTERM)
                let second = try await watcher.next()
                precondition(first == SIGHUP && second == SIGTERM)
            }
        }
    }

    @Test func `interrupting and closing end a wait`() async throws {
        try await withWorker { worker in
            let watcher = try SignalWatcher([SIGUSR2], loop: worker.loop)
            let loop = worker.loop
            worker.watcher = watcher
            let first = worker.spawn { try await $0.nextSignal() }
            await loop.yield()
            watcher.interrupt()
            await #expect(throws: StreamError.cancelled) { try await first.value }
            let second = worker.spawn { try await $0.nextSignal() }
            await loop.yield()
            watcher.close()
            await #expect(throws: StreamError.closed) { try await second.value }
        }
    }

    @Test func `an ignored broken pipe does not end the process`() async {
        await #expect(processExitsWith: .success) {
            SignalWatcher.ignoreBrokenPipes()
            raise(SIGPIPE)
        }
    }
}
