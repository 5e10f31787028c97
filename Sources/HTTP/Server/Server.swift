package import Logging
package import Networking
internal import Platform
internal import SystemPackage

/// The HTTP server: one worker for each core, all listening on the same addresses.
package final class Server: Sendable {
    private let workers: [Worker]
    private let counter: ConnectionCounter

    /// What could not be done while starting.
    package enum Failure: Error {
        /// The address is in use, not of this machine, or not allowed.
        case cannotListen(SocketAddress, any Error)
        /// What was passed as a listening socket is none.
        case cannotAdopt(Int32, any Error)
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
        let counter = ConnectionCounter(
            total: limits.connections, perNetwork: limits.connectionsPerNetwork,
            perAddress: limits.connectionsPerAddress)
        var workers: [Worker] = []
        for number in 0..<max(1, count) {
            let loop = try EventLoop(name: "worker-\(number)")
            workers.append(
                Worker(loop: loop, handler: try makeHandler(number), limits: limits, counter: counter, logger: logger))
        }
        self.workers = workers
        self.counter = counter
        for worker in workers { worker.loop.start() }
    }

    /// Listens at all points with all workers.
    ///
    /// - Returns: the addresses with the ports they really have.
    /// - Throws: `Failure`.
    package func listen(at points: [ListeningPoint]) async throws(Failure) -> [SocketAddress] {
        for worker in workers { await worker.meet(workers) }
        var bound: [SocketAddress] = []
        for point in points {
            switch point.place {
            case .address(let address):
                do {
                    bound.append(try await listen(on: address, as: point))
                } catch {
                    throw .cannotListen(address, error)
                }
            case .passed(let descriptor):
                do {
                    bound.append(try await adopt(descriptor, as: point))
                } catch {
                    throw .cannotAdopt(descriptor, error)
                }
            }
        }
        return bound
    }

    private func listen(on address: SocketAddress, as point: ListeningPoint) async throws(Errno) -> SocketAddress {
        // The first worker finds the port where any will do; the others join it there.
        let bound = try await workers[0].listen(on: address, as: point)
        for worker in workers.dropFirst() {
            if address.isInternet {
                _ = try await worker.listen(on: bound, as: point)
            } else if let copy = try await workers[0].duplicateListener() {
                // A Unix socket cannot be bound twice.
                _ = try await worker.listen(adopting: copy, as: point)
            }
        }
        return bound
    }

    private func adopt(_ descriptor: Int32, as point: ListeningPoint) async throws(Errno) -> SocketAddress {
        var address: SocketAddress?
        for worker in workers {
            address = try await worker.listen(adopting: Descriptor(duplicating: descriptor), as: point)
        }
        guard let address else { throw .badFileDescriptor }
        return address
    }

    /// How many connections there are at this moment.
    package var connections: Int { counter.current }

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

/// Where a server takes connections, and how they begin.
package struct ListeningPoint: Sendable {
    /// A socket to bind, or one that listens already.
    package enum Place: Sendable {
        /// An address to bind.
        case address(SocketAddress)
        /// The descriptor of a listening socket that somebody else has bound; it stays theirs.
        case passed(Int32)
    }

    package var place: Place
    /// Whether connections begin with a header of the PROXY protocol, and from whom: anybody else is turned away.
    package var proxies: TrustedProxies?
    /// Whether a TLS handshake comes next, and with which certificates.
    package var tls: TLSServerContext?

    package init(_ place: Place, proxies: TrustedProxies? = nil, tls: TLSServerContext? = nil) {
        self.place = place
        self.proxies = proxies
        self.tls = tls
    }
}
