internal import Logging
internal import Networking

/// One thread of the server: its listeners, its connections, and everything they need.
actor Worker {
    nonisolated let loop: EventLoop

    private let handler: any RequestHandler
    private let limits: ServerLimits
    private let logger: Logger
    private let buffers = WorkerBuffers()
    private var listeners: [Listener] = []
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var isDraining = false
    private var whenEmpty: [CheckedContinuation<Void, Never>] = []

    /// `handler`: used by this worker only from now on.
    init(
        loop: EventLoop, handler: sending any RequestHandler, limits: ServerLimits, logger: Logger
    ) {
        self.loop = loop
        self.handler = handler
        self.limits = limits
        self.logger = logger
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// Listens on an address and serves who connects.
    ///
    /// - Returns: the address with the port it really has.
    func listen(on address: SocketAddress) throws -> SocketAddress {
        let listener = try Listener(address, loop: loop, reusePort: true)
        let bound = listener.localAddress
        listeners.append(listener)
        let index = listeners.count - 1
        Task(executorPreference: loop) { await self.acceptAll(onListener: index) }
        return bound
    }

    /// Stops listening, lets go of who waits, and finishes what runs.
    ///
    /// `deadline`: what runs longer is cut.
    func drain(until deadline: Deadline) async {
        isDraining = true
        for listener in listeners { listener.interrupt() }
        for connection in connections.values {
            connection.isDraining = true
            if connection.isIdle { connection.stream.interrupt() }
        }
        guard !connections.isEmpty else { return }
        let cutting = Task(executorPreference: loop) {
            await self.cut(at: deadline)
        }
        await withCheckedContinuation { continuation in
            // The last connection may have ended on the way to here.
            if connections.isEmpty { continuation.resume() } else { whenEmpty.append(continuation) }
        }
        cutting.cancel()
    }

    private func cut(at deadline: Deadline) async {
        guard (try? await loop.sleep(until: deadline)) != nil else { return }
        cut()
    }

    /// Ends every connection at once.
    func cut() {
        for connection in connections.values { connection.stream.interrupt() }
    }

    private func acceptAll(onListener index: Int) async {
        let listener = listeners[index]
        while !isDraining {
            do throws(StreamError) {
                begin(try await listener.accept())
            } catch .exhausted {
                // Room is made by whoever waits for nothing, and by not asking at once again.
                logger.warning("out of descriptors", metadata: ["connections": "\(connections.count)"])
                connections.values.first(where: \.isIdle)?.stream.interrupt()
                try? await loop.sleep(until: loop.deadline(in: .milliseconds(50)))
            } catch {
                if !isDraining { logger.error("a listener failed", metadata: ["error": "\(error)"]) }
                break
            }
        }
        listener.close()
    }

    private func begin(_ accepted: consuming Accepted) {
        guard connections.count < limits.connectionsPerWorker, let stream = try? accepted.stream(on: loop) else {
            return
        }
        let connection = Connection(stream, loop: loop, buffers: buffers, limits: limits)
        let id = ObjectIdentifier(connection)
        connections[id] = connection
        Task(executorPreference: loop) { await self.serve(id) }
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
