import Dispatch

/// The one connection of the server that writes, on a thread of its own: a slow disk never holds up a worker.
package actor Writer {
    private let executor = WriterExecutor()
    private let database: Database

    /// - Parameter database: open for writing, used by nobody else from now on.
    package init(_ database: sending Database) {
        self.database = database
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Runs a transaction; it is durable on disk when this returns, and nothing of it remains when it throws.
    package func write<Result: Sendable>(
        _ body: @Sendable (borrowing Transaction) throws -> Result
    ) throws -> Result {
        try database.transaction(body)
    }

    /// Reads on the writer's thread, for what is too slow for a worker or needs its own last write.
    package func read<Result: Sendable>(_ body: @Sendable (Database) throws -> Result) throws -> Result {
        try body(database)
    }

    /// See `Database.truncateLog()`.
    package func truncateLog() throws -> Bool {
        try database.truncateLog()
    }
}

/// A serial queue as the executor of the writer.
private final class WriterExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "nachlese.writer", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
