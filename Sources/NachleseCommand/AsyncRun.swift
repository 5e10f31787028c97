import ArgumentParser
import Dispatch
import Platform

/// Runs an asynchronous command while the main thread waits for it.
final class AsyncRun: Sendable {
    private let failure = Locked<(any Error)?>(nil)
    private let finished = DispatchSemaphore(value: 0)

    /// Returns when the command has ended; only for the main thread, which it blocks.
    ///
    /// - Throws: what the command throws.
    static func finish(_ command: sending any AsyncParsableCommand) throws {
        let run = AsyncRun()
        Task {
            var command = command
            do {
                try await command.run()
            } catch {
                run.failure.withLock { $0 = error }
            }
            run.finished.signal()
        }
        run.finished.wait()
        if let error = run.failure.withLock({ $0 }) { throw error }
    }
}
