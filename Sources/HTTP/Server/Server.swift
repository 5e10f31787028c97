package import Logging
package import Networking

/// The HTTP server: one worker for each core, all listening on the same addresses.
package final class Server: Sendable {
    private let workers: [Worker]

    /// What could not be done while starting.
    package enum Failure: Error {
        /// The address is in use, not of this machine, or not allowed.
        case cannotListen(SocketAddress, any Error)
    }

    /// - Parameters:
    ///   - count: of workers, 1 or more.
    ///   - limits: for each client.
    ///   - logger: for what goes wrong with listeners.
    ///   - makeHandler: called once for each worker, with its number.
    /// - Throws: what `makeHandler` throws, or `Errno` when a loop cannot be made.
    package init(
        workers count: Int, limits: ServerLimits = ServerLimits(), logger: Logger,
        makeHandler: (Int) throws -> sending any RequestHandler
    ) throws {
        var workers: [Worker] = []
        for number in 0..<max(1, count) {
            let loop = try EventLoop(name: "worker-\(number)")
            workers.append(
                Worker(loop: loop, handler: try makeHandler(number), limits: limits, logger: logger))
        }
        self.workers = workers
        for worker in workers { worker.loop.start() }
    }

    /// Listens on all addresses with all workers.
    ///
    /// - Returns: the addresses with the ports they really have.
    /// - Throws: `Failure.cannotListen`.
    package func listen(on addresses: [SocketAddress]) async throws -> [SocketAddress] {
        var bound: [SocketAddress] = []
        for address in addresses {
            var place = address
            for worker in workers {
                do {
                    // The first worker finds the port where any will do; the others join it there.
                    place = try await worker.listen(on: place)
                } catch {
                    throw Failure.cannotListen(address, error)
                }
                // A Unix socket cannot be bound twice: one worker serves it.
                if !address.isInternet { break }
            }
            bound.append(place)
        }
        return bound
    }

    /// Stops gracefully: no new connections, idle ones closed, running requests finished.
    ///
    /// - Parameter grace: what takes longer is cut.
    package func stop(grace: Duration) async {
        let deadline = Deadline.after(grace)
        await withTaskGroup { group in
            for worker in workers { group.addTask { await worker.drain(until: deadline) } }
        }
        for worker in workers { worker.loop.stop() }
    }

    /// Cuts every connection at once; a `stop` that is under way ends.
    package func cut() async {
        for worker in workers { await worker.cut() }
    }
}
