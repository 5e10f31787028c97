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
