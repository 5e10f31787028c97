internal import CLinux
internal import Glibc
internal import Platform
package import SystemPackage

/// One thread with one epoll set: the executor of an actor and of the tasks that prefer it.
///
/// An actor that gives `asUnownedSerialExecutor()` as its `unownedExecutor` runs on the loop's thread, and so do the
/// descriptors that it registers: `Stream`, `Listener` and `SignalWatcher` belong to that actor. Its tasks are to be made
/// with `Task(executorPreference: loop)`: without the preference every resumption takes the way through the global pool.
///
/// **Rounds.** The thread runs ready jobs, at most `jobsPerRound` of them, then asks epoll, without waiting when jobs
/// are left over, then expires timers. So no flood of jobs keeps descriptors and timers waiting.
///
/// **End.** `stop()` ends waits and sleeps with `.cancelled` or `CancellationError`, and every later one at once; the
/// thread runs what is ready until nothing is, and ends. A task that repeats a failed wait for ever keeps it from ending.
/// A job that arrives after that is neither lost nor run where it was enqueued: a successor thread takes the loop over
/// for as long as there are such jobs. A task that waits for something else than this loop when it stops (another
/// actor, say) is therefore still finished, and nobody who awaits it hangs.
///
/// `@unchecked Sendable`: everything below "confined" is touched on the loop's thread only, which one thread at a time
/// is (the successor begins after the lock of `inbox` has seen the first thread end); the rest is constant or locked.
/// `@exclusivity(unchecked)`: no access to those calls anything that could come back to the same one, so that a check
/// at run time of each access for overlap would find nothing.
package final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// How many jobs may run before epoll is asked again.
    static let jobsPerRound = 512

    /// Bytes of stack of the thread; unoptimised code needs far more than the 1 MB that would do otherwise.
    static let stackSize = 4 << 20

    /// The token of the wake-up descriptor, which no registration ever has.
    static let wakeToken = UInt64.max

    /// The thread's name, of which the kernel shows the first 15 bytes.
    package let name: String

    let waker: Descriptor
    let inbox = Locked(Inbox())
    let thread = Locked<pthread_t?>(nil)

    // Confined.
    let poller: Poller
    @safe @exclusivity(unchecked) var jobs = JobQueue()
    @safe @exclusivity(unchecked) var taken: [UnownedJob] = []
    @safe @exclusivity(unchecked) var registrations = RegistrationTable()
    @safe @exclusivity(unchecked) var timers: TimerWheel
    @safe @exclusivity(unchecked) var expired: [UInt64] = []
    @safe @exclusivity(unchecked) var yielded: [Suspension<Void>] = []
    @safe @exclusivity(unchecked) var isStopping = false
    /// What streams read files into that they cannot hand to the kernel; nothing stays in it across a wait.
    lazy var fileBuffer = FileBuffer()

    /// The monotonic time at the begin of this round; only for code on the loop.
    @safe @exclusivity(unchecked) package internal(set) var now: MonotonicInstant

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
            if let thread { pthread_detach(thread) }
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
