internal import CLinux
internal import Glibc
internal import Platform
internal import SystemPackage

/// The life of the thread: start, stop, join, and the successor for what comes late.
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
    /// A loop that was never started will not start any more.
    package func stop() {
        answer(inbox.withLock { $0.stop() })
    }

    /// Waits until the thread has ended after `stop()`; returns at once when there is none.
    ///
    /// Never to be called on the loop itself, nor on the cooperative pool, whose thread it would block.
    package func join() {
        precondition(!isCurrent, "the event loop \(name) cannot wait for its own end")
        thread.withLock { thread in
            guard let running = thread else { return }
            pthread_join(running, nil)
            thread = nil
        }
    }

    /// Does what the inbox found to be needed, outside its lock.
    func answer(_ call: Inbox.Call) {
        switch call {
        case .nothing: break
        case .wake: _ = clinux_eventfd_signal(waker.rawValue)
        case .successor: pthread_detach(spawn { $0.succeed() })
        }
    }

    private func spawn(_ body: @escaping @Sendable (EventLoop) -> Void) -> pthread_t {
        let start = unsafe Unmanaged.passRetained(ThreadStart(loop: self, body: body))
        var thread = pthread_t()
        let error = unsafe clinux_thread_start(
            &thread, Self.stackSize,
            { argument in
                if let argument = unsafe argument {
                    let start = unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
                    unsafe start.loop.name.withCString { name in unsafe clinux_thread_name(name) }
                    start.body(start.loop)
                }
                return nil
            }, start.toOpaque())
        precondition(error == 0, "no thread for the event loop \(name): \(Errno(rawValue: -error))")
        return thread
    }
}

/// What a new thread is to do.
private final class ThreadStart: Sendable {
    let loop: EventLoop
    let body: @Sendable (EventLoop) -> Void

    init(loop: EventLoop, body: @escaping @Sendable (EventLoop) -> Void) {
        self.loop = loop
        self.body = body
    }
}
