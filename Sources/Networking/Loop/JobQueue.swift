/// The jobs that are ready to run on a loop's own thread, first in, first out.
///
/// Two plain arrays that change places: appending never moves what is being run, and nothing is allocated once both
/// have grown to the size of a busy round.
struct JobQueue {
    private var running: [UnownedJob] = []
    private var waiting: [UnownedJob] = []
    private var cursor = 0

    var isEmpty: Bool {
        cursor == running.count && waiting.isEmpty
    }

    mutating func append(_ job: UnownedJob) {
        waiting.append(job)
    }

    mutating func append(contentsOf jobs: [UnownedJob]) {
        waiting.append(contentsOf: jobs)
    }

    mutating func next() -> UnownedJob? {
        if cursor == running.count {
            guard !waiting.isEmpty else { return nil }
            running.removeAll(keepingCapacity: true)
            cursor = 0
            swap(&running, &waiting)
        }
        defer { cursor += 1 }
        return running[cursor]
    }
}

/// What other threads leave for a loop; lives behind a lock.
struct Inbox: Sendable {
    /// The life of a loop's thread.
    enum Phase {
        /// Not started: jobs wait.
        case created
        /// The thread runs and takes jobs.
        case running
        /// The thread runs what is ready and then ends.
        case stopping
        /// No thread: a job that comes now calls for a successor.
        case ended
        /// A successor runs the late jobs and ends with the last of them.
        case succeeded
    }

    var jobs: [UnownedJob] = []
    var phase = Phase.created

    /// What has to be done so that an appended job is found.
    enum Call {
        case nothing
        case wake
        case successor
    }

    /// Takes a job from another thread.
    mutating func append(_ job: UnownedJob) -> Call {
        jobs.append(job)
        switch phase {
        case .created, .succeeded: return .nothing
        case .running, .stopping: return jobs.count == 1 ? .wake : .nothing
        case .ended:
            phase = .succeeded
            return .successor
        }
    }

    /// Asks the thread to end.
    mutating func stop() -> Call {
        switch phase {
        case .created:
            phase = jobs.isEmpty ? .ended : .succeeded
            return jobs.isEmpty ? .nothing : .successor
        case .running:
            phase = .stopping
            return .wake
        case .stopping, .ended, .succeeded: return .nothing
        }
    }

    /// Ends the thread's duty unless there is more to do.
    mutating func end() -> Bool {
        guard jobs.isEmpty else { return false }
        phase = .ended
        return true
    }
}

/// A suspended piece of code on a loop, which has to be resumed exactly once.
///
/// Resuming from the loop's own thread puts it into the ready jobs, without a lock or a system call.
@safe struct Suspension<Value: Sendable> {
    private let continuation: UnsafeContinuation<Value, Never>

    /// Suspends the caller, stays on its actor, and hands out what resumes it.
    static func suspend(
        isolation: isolated (any Actor)? = #isolation, _ body: (Suspension) -> Void
    ) async -> Value {
        unsafe await withUnsafeContinuation(isolation: isolation) { continuation in
            unsafe body(Suspension(continuation: continuation))
        }
    }

    /// Lets the code go on with a value.
    func resume(returning value: Value) {
        unsafe continuation.resume(returning: value)
    }
}
