import Glibc
import Networking
import SystemPackage

/// Looks after a server from outside its workers: tries addresses before it starts, waits for signals while it runs.
actor Attendant {
    nonisolated let loop: EventLoop
    private var watcher: SignalWatcher?

    init() throws(Errno) {
        loop = try EventLoop(name: "attendant")
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
    /// - Throws: `ListenFailure` for an address that cannot be had.
    func claim(_ addresses: [SocketAddress]) throws(ListenFailure) -> [SocketAddress] {
        var claimed: [SocketAddress] = []
        for address in addresses {
            do throws(Errno) {
                let listener = try Listener(address, loop: loop)
                claimed.append(listener.localAddress)
                listener.close()
            } catch {
                throw ListenFailure(address: address, cause: error)
            }
        }
        return claimed
    }

    /// The next of the signals, which are blocked since the begin of the process.
    func nextSignal(of signals: [Int32]) async throws -> Int32 {
        let watcher = try watcher ?? SignalWatcher(signals, loop: loop)
        self.watcher = watcher
        return try await watcher.next()
    }

    /// Looks after certificates until it is cancelled.
    func watch(_ certificates: ServerCertificates) async {
        repeat {
            certificates.reloadIfChanged()
            certificates.warn(now: Int64(time(nil)))
        } while (try? await loop.sleep(until: loop.deadline(in: ServerCertificates.interval))) != nil
    }

    /// Ends a wait for a signal.
    func dismiss() {
        watcher?.close()
        loop.stop()
    }
}
