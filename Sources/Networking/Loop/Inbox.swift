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
