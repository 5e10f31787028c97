internal import CLinux
internal import Platform

/// What the thread does from its begin to its end.
extension EventLoop {
    /// The thread's body: rounds until the loop is stopped, then what is left over.
    func run() {
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
    func succeed() {
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
