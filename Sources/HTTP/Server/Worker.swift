internal import Logging
package import Networking

/// One thread of the server: its listeners, its connections, and everything they need.
package actor Worker {
    package nonisolated let loop: EventLoop

    private let handler: any RequestHandler
    private let limits: ServerLimits
    private let logger: Logger
    private let buffers = WorkerBuffers()
    private var listeners: [Listener] = []
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var isDraining = false
    private var whenEmpty: [CheckedContinuation<Void, Never>] = []

    /// - Parameter handler: used by this worker only from now on.
    package init(
        loop: EventLoop, handler: sending any RequestHandler, limits: ServerLimits, logger: Logger
    ) {
        self.loop = loop
        self.handler = handler
        self.limits = limits
        self.logger = logger
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.asUnownedSerialExecutor()
    }

    /// Listens on an address and serves who connects.
    ///
    /// - Returns: the address with the port it really has.
    func listen(on address: SocketAddress) throws -> SocketAddress {
        let listener = try Listener(address, loop: loop, reusePort: true)
        let bound = listener.localAddress
        listeners.append(listener)
        Task(executorPreference: loop) { await self.acceptAll(onListener: listeners.count - 1) }
        return bound
    }

    /// Stops listening, lets go of who waits, and finishes what runs.
    ///
    /// - Parameter deadline: what runs longer is cut.
    func drain(until deadline: Deadline) async {
        isDraining = true
        for listener in listeners { listener.interrupt() }
        for connection in connections.values {
            connection.isDraining = true
            if connection.isIdle { connection.stream.interrupt() }
        }
        guard !connections.isEmpty else { return }
        let cutting = Task(executorPreference: loop) {
            guard (try? await loop.sleep(until: deadline)) != nil else { return }
            self.cut()
        }
        await withCheckedContinuation { whenEmpty.append($0) }
        cutting.cancel()
    }

    /// Ends every connection at once.
    func cut() {
        for connection in connections.values { connection.stream.interrupt() }
    }

    /// How many connections there are.
    var connectionCount: Int { connections.count }

    private func acceptAll(onListener index: Int) async {
        let listener = listeners[index]
        while !isDraining {
            do throws(StreamError) {
                switch try await listener.accept() {
                case .connection(let descriptor, let peer): begin(descriptor, from: peer)
                case .exhausted:
                    // Out of descriptors: room is made by whoever waits for nothing, and by not asking at once again.
                    logger.warning("out of descriptors", metadata: ["connections": "\(connections.count)"])
                    connections.values.first(where: \.isIdle)?.stream.interrupt()
                    try? await loop.sleep(until: loop.deadline(in: .milliseconds(50)))
                }
            } catch {
                if !isDraining { logger.error("a listener failed", metadata: ["error": "\(error)"]) }
                break
            }
        }
        listener.close()
    }

    private func begin(_ descriptor: consuming Descriptor, from peer: SocketAddress) {
        guard connections.count < limits.connectionsPerWorker,
            let stream = try? Stream(descriptor, peer: peer, loop: loop)
        else { return }
        let connection = Connection(stream, loop: loop, buffers: buffers, limits: limits)
        connections[ObjectIdentifier(connection)] = connection
        Task(executorPreference: loop) { await self.serve(ObjectIdentifier(connection)) }
    }

    private func serve(_ id: ObjectIdentifier) async {
        guard let connection = connections[id] else { return }
        await connection.serve(with: handler)
        connections[id] = nil
        if connections.isEmpty {
            for waiter in whenEmpty { waiter.resume() }
            whenEmpty = []
        }
    }
}
