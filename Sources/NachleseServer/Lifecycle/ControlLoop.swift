internal import Networking
internal import SystemPackage

/// The thread outside of all workers: tries addresses before a server starts, waits for signals while it runs.
actor ControlLoop {
    private nonisolated let loop: EventLoop
    private var watcher: SignalWatcher?

    init() throws(Errno) {
        loop = try EventLoop(name: "control")
        loop.start()
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// Listens on each address for a moment, alone.
    ///
    /// Workers share their ports with SO_REUSEPORT, which would also let a second server of the same user in without
    /// a word. Here it is told that the place is taken.
    ///
    /// - Returns: the addresses, with the port the system chose where any will do.
    /// - Throws: `ServiceError.cannotListen`.
    func claim(_ addresses: [SocketAddress]) throws(ServiceError) -> [SocketAddress] {
        var claimed: [SocketAddress] = []
        for address in addresses {
            do throws(Errno) {
                let listener = try Listener(address, loop: loop)
                claimed.append(listener.localAddress)
                listener.close()
            } catch {
                throw .cannotListen(address, error)
            }
        }
        return claimed
    }

    /// The next of the signals, which are blocked since the begin of the process.
    ///
    /// - Throws: when the loop has been stopped.
    func nextSignal(of signals: [Int32]) async throws -> Int32 {
        watcher = try watcher ?? SignalWatcher(signals, loop: loop)
        // By a task of the loop: one of the global pool would begin its wait beside the loop, and could miss its end.
        return try await Task(executorPreference: loop) { try await self.wait() }.value
    }

    private func wait() async throws -> Int32 {
        guard let watcher else { throw CancellationError() }
        return try await watcher.next()
    }

    /// Ends a wait for a signal, and the thread.
    func stop() {
        // The loop ends the waits itself, after what is ready to run, and so also one that is just beginning.
        loop.stop()
    }
}
