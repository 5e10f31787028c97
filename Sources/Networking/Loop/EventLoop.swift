internal import CLinux
internal import Platform
package import SystemPackage

/// One thread with one epoll set: the executor of an actor and of the tasks that prefer it.
///
/// An actor that gives `asUnownedSerialExecutor()` as its `unownedExecutor` runs on the loop's thread, and so do the
/// descriptors that it registers: `Stream`, `Listener` and `SignalWatcher` belong to that actor. Its tasks are to be made
/// with `Task(executorPreference: loop)`: without the preference every resumption takes the way through the global pool.
///
/// `@unchecked Sendable`: everything below "confined" is private and touched on the loop's thread only, which one thread
/// at a time is (the successor begins after the lock of `inbox` has seen the first thread end); the rest is constant or
/// locked. `@exclusivity(unchecked)`: no access to those calls anything that could come back to the same one.
package final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// How many jobs may run before epoll is asked again.
    private static let jobsPerRound = 512

    /// Bytes of stack of the thread; unoptimised code needs far more than the 1 MB that would do otherwise.
    private static let stackSize = 4 << 20

    /// The token of the wake-up descriptor, which no registration ever has.
    private static let wakeToken = UInt64.max

    /// The thread's name, of which the kernel shows the first 15 bytes.
    package let name: String

    private let waker: Descriptor
    private let inbox = Locked(Inbox())
    private let thread = Locked<Thread?>(nil)

    // Confined.
    private let poller: Poller
    @safe @exclusivity(unchecked) private var jobs = JobQueue()
    @safe @exclusivity(unchecked) private var taken: [UnownedJob] = []
    @safe @exclusivity(unchecked) private var registrations = RegistrationTable()
    @safe @exclusivity(unchecked) private var timers: TimerWheel
    @safe @exclusivity(unchecked) private var expired: [UInt64] = []
    @safe @exclusivity(unchecked) private var yielded: [Suspension<Void>] = []
    @safe @exclusivity(unchecked) private(set) var isStopping = false
    /// What streams read files into that they cannot hand to the kernel; nothing stays in it across a wait.
    private(set) lazy var fileBuffer = FileBuffer()

    /// The monotonic time at the begin of this round; only for code on the loop.
    @safe @exclusivity(unchecked) package private(set) var now: MonotonicInstant

    /// A loop whose thread does not run yet.
    ///
    /// - Throws: The errno of `epoll_create1(2)`, `eventfd(2)` or `epoll_ctl(2)`, such as too many open files.
    package init(name: String) throws(Errno) {
        self.name = name
        now = .now
        timers = TimerWheel(now: now)
        poller = try Poller()
        waker = Descriptor(try result(clinux_eventfd_create()))
        try poller.add(waker.rawValue, token: Self.wakeToken)
    }

    deinit {
        thread.withLock { thread in
            thread?.detach()
        }
    }

    /// Whether the calling thread is the loop's own.
    package var isCurrent: Bool {
        unsafe clinux_thread_owner() == UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    }

    /// The deadline a duration from the begin of this round; only for code on the loop.
    package func deadline(in duration: Duration) -> Deadline {
        .after(duration, from: now)
    }

    /// Takes a job to run on the loop's thread, from any thread at any time.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
        } else {
            answer(inbox.withLock { $0.append(job) })
        }
    }

    package func checkIsolated() {
        precondition(isCurrent, "not on the thread of the event loop \(name)")
    }

    package func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }
}

/// The life of the thread: start, stop, join.
///
/// A job that arrives after the end is neither lost nor run where it was enqueued: a successor thread takes the loop over
/// for as long as there are such jobs. So a task that waits for another actor when the loop stops is still finished, and
/// nobody who awaits it hangs.
extension EventLoop {
    /// Starts the thread; to be called once.
    ///
    /// The thread keeps the loop alive until it has stopped. That the system grants no thread ends the process: it
    /// happens at the start of a server if at all.
    package func start() {
        let isFirst = inbox.withLock { inbox in
            guard inbox.phase == .created else { return false }
            inbox.phase = .running
            return true
        }
        guard isFirst else { return }
        thread.withLock { $0 = spawn { $0.run() } }
    }

    /// Asks the thread to run what is ready and to end; from any thread, any number of times.
    ///
    /// Waits and sleeps end with `.cancelled` or `CancellationError`, later ones at once; a task that repeats a failed
    /// wait for ever keeps the thread from ending. A loop that was never started will not start any more.
    package func stop() {
        answer(inbox.withLock { $0.stop() })
    }

    /// Waits until the thread has ended after `stop()`; returns at once when there is none.
    ///
    /// Never to be called on the loop itself, nor on the cooperative pool, whose thread it would block.
    package func join() {
        precondition(!isCurrent, "the event loop \(name) cannot wait for its own end")
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// Does what the inbox found to be needed, outside its lock.
    private func answer(_ call: Inbox.Call) {
        switch call {
        case .nothing: break
        case .wake: _ = clinux_eventfd_signal(waker.rawValue)
        case .successor: spawn { $0.succeed() }.detach()
        }
    }

    private func spawn(_ body: @escaping @Sendable (EventLoop) -> Void) -> Thread {
        do throws(Errno) {
            return try Thread.start(name: name, stackSize: Self.stackSize) { body(self) }
        } catch {
            preconditionFailure("no thread for the event loop \(name): \(error)")
        }
    }
}

/// What the thread does from its begin to its end.
///
/// In a round it runs ready jobs, a bounded number, then asks epoll, without waiting when jobs are left over, then
/// expires timers: no flood of jobs keeps descriptors and timers waiting.
extension EventLoop {
    /// The thread's body: rounds until the loop is stopped, then what is left over.
    private func run() {
        own()
        defer { disown() }
        while !isStopping {
            runJobs(atMost: Self.jobsPerRound)
            poll()
            resumeYielded()
            expireTimers()
        }
        drain()
    }

    /// The body of a successor thread: the jobs that came after the end.
    private func succeed() {
        own()
        defer { disown() }
        if !isStopping { beginStopping() }
        drain()
    }

    private func own() {
        unsafe clinux_thread_set_owner(UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque()))
    }

    private func disown() {
        clinux_thread_set_owner(nil)
    }

    private func drain() {
        repeat {
            takeInbox()
            resumeYielded()
            runJobs(atMost: .max)
        } while !yielded.isEmpty || !inbox.withLock { $0.end() }
    }

    private func runJobs(atMost limit: Int) {
        let serial = unsafe asUnownedSerialExecutor()
        let preferred = unsafe asUnownedTaskExecutor()
        var left = limit
        while left > 0, let job = jobs.next() {
            unsafe job.runSynchronously(isolatedTo: serial, taskExecutor: preferred)
            left -= 1
        }
    }

    private func poll() {
        let count = poller.wait(milliseconds: timeout())
        now = .now
        var isCalled = false
        for index in 0..<count {
            let (token, readiness) = poller.event(index)
            if token == Self.wakeToken {
                isCalled = true
            } else {
                registrations[token]?.becameReady(readiness)
            }
        }
        if isCalled { takeInbox() }
    }

    /// Milliseconds until the next timer, rounded up; 0 with work at hand, negative when there is nothing to wait for.
    private func timeout() -> Int32 {
        guard jobs.isEmpty, yielded.isEmpty else { return 0 }
        guard let next = timers.next else { return -1 }
        let now = MonotonicInstant.now
        guard next > now else { return 0 }
        return Int32(clamping: (next.nanoseconds - now.nanoseconds - 1) / 1_000_000 + 1)
    }

    private func takeInbox() {
        // The counter of the wake-up descriptor is never read: edge-triggered, each write is an event of its own.
        let isStopped = inbox.withLock { inbox in
            swap(&inbox.jobs, &taken)
            return inbox.phase == .stopping
        }
        jobs.append(contentsOf: taken)
        taken.removeAll(keepingCapacity: true)
        if isStopped, !isStopping { beginStopping() }
    }

    private func beginStopping() {
        isStopping = true
        for token in registrations.tokens {
            registrations[token]?.wake(.interrupted)
        }
    }

    private func resumeYielded() {
        guard !yielded.isEmpty else { return }
        let resumed = yielded
        yielded.removeAll(keepingCapacity: true)
        for suspension in resumed {
            suspension.resume(returning: ())
        }
    }

    private func expireTimers() {
        timers.expire(at: now, into: &expired)
        guard !expired.isEmpty else { return }
        for token in expired {
            registrations[token]?.timerExpired(at: now)
        }
        expired.removeAll(keepingCapacity: true)
    }
}

// Waits that have to do with time and turns rather than with a descriptor.
extension EventLoop {
    /// Sleeps until a deadline; only for code on the loop.
    ///
    /// Of the streams' waits this is the one that listens to task cancellation: it is for periodic work, where the price
    /// of the cancellation handler does not matter.
    ///
    /// - Throws: `CancellationError` when the task is cancelled or the loop stops.
    package func sleep(until deadline: Deadline) async throws(CancellationError) {
        checkIsolated()
        let registration = Registration(timerOn: self)
        let token = registration.token
        let wake = await withTaskCancellationHandler {
            Task.isCancelled ? .interrupted : await registration.wait(for: .reading, until: deadline)
        } onCancel: {
            // By way of the loop, because this may be any thread. Should the sleep be over by then, so is the token.
            Task(executorPreference: self) { self.registrations[token]?.wake(.interrupted) }
        }
        registration.close()
        guard wake == .timedOut else { throw CancellationError() }
    }

    /// Lets everything else that is ready go first, new events included; only for code on the loop.
    ///
    /// For code that would otherwise keep the thread for long. (`Task.yield()` would go through the global pool.)
    package func yield() async {
        checkIsolated()
        await Suspension.suspend { yielded.append($0) }
    }
}

/// What the loop does for its registrations, on its thread.
extension EventLoop {
    /// Keeps a registration until its token is removed.
    func insert(_ registration: Registration) -> UInt64 {
        registrations.insert(registration)
    }

    /// Watches a registration's descriptor until that is closed.
    func watch(_ descriptor: Int32, token: UInt64) throws(Errno) {
        try poller.add(descriptor, token: token)
    }

    /// The registration that a token stands for, if it is still there.
    func registration(_ token: UInt64) -> Registration? {
        registrations[token]
    }

    /// Gives a token up, which means nothing from here on.
    func remove(_ token: UInt64) {
        registrations.remove(token)
    }

    /// Has a registration told at a deadline.
    func schedule(_ token: UInt64, at deadline: Deadline) -> TimerWheel.Timer {
        timers.insert(token, at: deadline)
    }

    /// Takes back a timer, which may have expired.
    func cancel(_ timer: TimerWheel.Timer) {
        timers.cancel(timer)
    }
}

/// The time of an event loop as it was at the begin of the loop's round; only for code on that loop.
///
/// What asks for a `Clock` can be run with this one on a loop and with any other in a test.
package struct LoopClock: Clock {
    private let loop: EventLoop

    /// The clock of a loop.
    package init(_ loop: EventLoop) {
        self.loop = loop
    }

    package var now: MonotonicInstant {
        loop.now
    }

    /// One tick of the loop's timer wheel.
    package var minimumResolution: Duration {
        .nanoseconds(1 << TimerWheel.tickBits)
    }

    /// Sleeps until an instant, never less; the tolerance is what the timer wheel has.
    ///
    /// - Throws: `CancellationError` when the task is cancelled or the loop stops.
    package func sleep(until deadline: MonotonicInstant, tolerance: Duration?) async throws {
        try await loop.sleep(until: Deadline(deadline))
    }
}

/// Memory to read a part of a file into: four of the largest TLS records (RFC 8446 section 5.1).
@safe final class FileBuffer {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 4096)

    deinit {
        unsafe bytes.deallocate()
    }
}
