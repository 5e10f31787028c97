internal import Logging
internal import Networking
internal import SQLite
internal import SystemPackage

/// Runs the jobs of a service on a thread of their own.
///
/// Once a second it looks, for all of them, whether the database has changed, which costs a microsecond, and begins the
/// rounds that are due. A job has one round at a time; a round that takes long, or fails, holds up no other job.
actor JobRunner<Time: Clock<Duration>>: ServiceComponent {
    private nonisolated let loop: EventLoop
    private let database: Database
    private let clock: Time
    private let logger: Logger
    private nonisolated let stopFlag = StopFlag()
    private var entries: [Entry]
    private var watch: Task<Void, Never>?
    private var isStopping = false

    /// What the metrics show of a job.
    struct Statistics: Sendable, Equatable {
        /// Rounds that ended, however they did.
        var rounds = 0
        var failures = 0
        /// The time that all rounds together took.
        var duration = Duration.zero
    }

    private struct Entry {
        let job: any Job
        /// The state of the database before the newest round.
        var seen: ChangeStamp?
        /// When there is something to do whether or not the database changes; nil: never.
        var next: Time.Instant?
        /// The rounds that are under way.
        var task: Task<Void, Never>?
        /// Told when they have ended.
        var waiter: AsyncStream<Never>.Continuation?
        var statistics = Statistics()
    }

    /// Between two looks.
    static var interval: Duration { .seconds(1) }

    /// - Parameters:
    ///   - jobs: in the order in which they are to be stopped.
    ///   - database: open for reading, to see changes.
    ///   - clock: for intervals.
    ///   - logger: for what rounds have to tell.
    /// - Throws: the errno of what a loop needs, such as too many open files.
    init(_ jobs: [any Job], database: sending Database, clock: Time, logger: Logger) throws(Errno) {
        loop = try EventLoop(name: "jobs")
        self.database = database
        self.clock = clock
        self.logger = logger
        let now = clock.now
        entries = jobs.map { Entry(job: $0, next: now) }
        loop.start()
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// What there is to tell of each job, in their order.
    var statistics: [(name: String, statistics: Statistics)] {
        entries.map { ($0.job.name, $0.statistics) }
    }

    /// Begins to look once a second.
    func start() {
        watch = Task(executorPreference: loop) { await self.look() }
    }

    /// From now on no job begins what may last.
    nonisolated func quiesce() {
        stopFlag.set()
    }

    /// Ends every job as it asks for, in their order.
    func stop() async {
        stopFlag.set()
        isStopping = true
        watch?.cancel()
        await watch?.value
        for entry in entries {
            if case .cancelled = entry.job.ending { entry.task?.cancel() }
        }
        for index in entries.indices { await end(index) }
        loop.stop()
    }

    // MARK: Looking

    private func look() async {
        var now = clock.now
        while !Task.isCancelled {
            beginDue(at: now)
            // Counted from look to look, so that an interval of some seconds is not longer by what the looks take.
            now = max(now.advanced(by: Self.interval), clock.now)
            guard (try? await clock.sleep(until: now, tolerance: nil)) != nil else { return }
        }
    }

    private func beginDue(at now: Time.Instant) {
        let stamp = try? database.changeStamp
        for index in entries.indices where isDue(entries[index], stamp, at: now) { begin(index, at: now) }
    }

    private func isDue(_ entry: Entry, _ stamp: ChangeStamp?, at now: Time.Instant) -> Bool {
        guard entry.task == nil, !(stopFlag.isSet && entry.job.ending.isHandedOver) else { return false }
        if let next = entry.next, next <= now { return true }
        guard case .onChange = entry.job.schedule else { return false }
        return stamp == nil || stamp != entry.seen
    }

    private func begin(_ index: Int, at now: Time.Instant) {
        entries[index].task = Task(executorPreference: loop) { await self.run(index, from: now) }
    }

    // MARK: Rounds

    /// Has rounds until nothing is left that can be done at once.
    private func run(_ index: Int, from begin: Time.Instant) async {
        var rest = JobOutcome.Rest.unfinished(after: .zero)
        while rest == .unfinished(after: .zero), !Task.isCancelled, !isStopping { rest = await round(index) }
        // Counted from look to look, as the looks are.
        entries[index].next =
            switch (rest, entries[index].job.schedule) {
            case (.unfinished(let pause), _): begin.advanced(by: pause)
            case (.done, .every(let interval)), (.done, .onChange(let interval)): begin.advanced(by: interval)
            case (.done, .once): nil
            }
        entries[index].task = nil
        entries[index].waiter?.finish()
    }

    /// Has one round, and tells of it.
    private func round(_ index: Int) async -> JobOutcome.Rest {
        let job = entries[index].job
        // Before the round: what comes during it is seen in the next one.
        entries[index].seen = try? database.changeStamp
        let begin = clock.now
        var rest = JobOutcome.Rest.done
        do {
            let outcome = try await job.round(stopFlag)
            rest = outcome.rest
            for event in outcome.events { log(event) }
        } catch is CancellationError {
            // What was not done waits in the database, or on the disk.
        } catch {
            entries[index].statistics.failures += 1
            log(job.failure.event(error))
            if case .onChange = job.schedule { rest = .unfinished(after: Self.interval) }
        }
        entries[index].statistics.rounds += 1
        entries[index].statistics.duration += begin.duration(to: clock.now)
        return rest
    }

    private func log(_ event: JobEvent) {
        logger.log(level: event.level, event.message, metadata: event.metadata)
    }

    // MARK: The end

    private func end(_ index: Int) async {
        let job = entries[index].job
        let task = entries[index].task
        switch job.ending {
        case .cancelled: await task?.value
        case .lastRound:
            await task?.value
            _ = await round(index)
        case .handedOver(let grace, let patience):
            guard let task, await !hasEnded(index, within: grace) else { return }
            task.cancel()
            await job.cut()
            _ = await hasEnded(index, within: patience)
        }
    }

    /// Waits for the rounds of a job that are under way, so long at most.
    private func hasEnded(_ index: Int, within duration: Duration) async -> Bool {
        guard entries[index].task != nil else { return true }
        let clock = clock
        let (ended, waiter) = AsyncStream<Never>.makeStream()
        entries[index].waiter = waiter
        return await withTaskGroup { group in
            group.addTask {
                for await _ in ended {}
                return !Task.isCancelled
            }
            group.addTask {
                try? await clock.sleep(for: duration)
                return false
            }
            let isOver = await group.next() ?? false
            group.cancelAll()
            return isOver
        }
    }
}

extension JobEnding {
    fileprivate var isHandedOver: Bool {
        if case .handedOver = self { true } else { false }
    }
}
