internal import Logging
internal import Networking
internal import Platform
internal import SystemPackage

/// One thread of the server: its listeners, its connections, and everything they need.
actor Worker {
    nonisolated let loop: EventLoop

    private let handler: any RequestHandler
    private let shared: WorkerResources
    private let logger: Logger
    private var listeners: [Listener] = []
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var expendables = Expendables()
    private var isDraining = false
    private var whenEmpty: [CheckedContinuation<Void, Never>] = []
    private var lastWarning: MonotonicInstant?

    /// `handler`: used by this worker only from now on.
    init(
        loop: EventLoop, handler: sending any RequestHandler, limits: ServerLimits, census: ConnectionCensus,
        logger: Logger
    ) {
        self.loop = loop
        self.handler = handler
        shared = WorkerResources(loop: loop, limits: limits, census: census)
        self.logger = logger
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// Listens on an address and serves who connects, as the point says.
    ///
    /// - Returns: the address with the port it really has.
    func listen(on address: SocketAddress, as point: ListeningPoint) throws(Errno) -> SocketAddress {
        serve(try Listener(address, loop: loop, reusePort: true), at: point)
    }

    /// Serves who connects to a socket that listens already, as the point says.
    ///
    /// - Returns: the address it listens on.
    func listen(adopting descriptor: consuming Descriptor, as point: ListeningPoint) throws(Errno) -> SocketAddress {
        serve(try Listener(adopting: descriptor, loop: loop), at: point)
    }

    /// A second descriptor of the listener that was made last.
    func duplicateListener() throws(Errno) -> Descriptor? {
        try listeners.last?.duplicate()
    }

    private func serve(_ listener: Listener, at point: ListeningPoint) -> SocketAddress {
        listeners.append(listener)
        let index = listeners.count - 1
        Task(executorPreference: loop) { await self.acceptAll(onListener: index, at: point) }
        return listener.localAddress
    }

    /// Stops listening, lets go of who waits, and finishes what runs.
    ///
    /// `deadline`: what runs longer is cut.
    func drain(until deadline: Deadline) async {
        isDraining = true
        for listener in listeners { listener.interrupt() }
        for connection in connections.values { connection.drain() }
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
        for connection in connections.values { connection.cut() }
    }
}

extension Worker {
    /// How many are asked to leave when descriptors have run out.
    private static let shedding = 16
    /// How long to wait for descriptors.
    private static let pause = Duration.milliseconds(50)
    /// How often the same trouble is logged at most.
    private static let warningInterval = Duration.seconds(60)

    private func acceptAll(onListener index: Int, at point: ListeningPoint) async {
        let listener = listeners[index]
        while !isDraining {
            do throws(StreamError) {
                begin(try await listener.accept(), at: point)
            } catch .exhausted {
                // Room is made by those who wait for nothing, and by not asking at once again.
                warn("out of descriptors")
                for _ in 0..<Worker.shedding where !shedOne() { break }
                try? await loop.sleep(until: loop.deadline(in: Worker.pause))
            } catch {
                if !isDraining { logger.error("a listener failed", metadata: ["error": "\(error)"]) }
                break
            }
        }
        listener.close()
    }

    private func begin(_ accepted: consuming Accepted, at point: ListeningPoint) {
        guard let stream = try? accepted.stream(on: loop) else { return }
        let connection = Connection(stream, at: point, shared: shared)
        switch connection.enter() {
        case .admitted: break
        case .isFull:
            warn("all connections are taken")
            if shedOne() { break }
            connection.leave()
            return turnAway(connection)
        case .networkIsFull:
            return turnAway(connection)
        }
        let id = ObjectIdentifier(connection)
        connections[id] = connection
        // It may have been accepted in the very moment in which all others were told.
        if isDraining { connection.drain() }
        serve(id, from: .opened)
    }

    /// Tells who cannot stay, where that can be told at once.
    private func turnAway(_ connection: Connection) {
        if connection.point.tls == nil, connection.point.proxies == nil {
            connection.turnAway(with: handler)
        } else {
            connection.stream.close()
        }
    }

    /// Has a task live the connection from an event on.
    private func serve(_ id: ObjectIdentifier, from event: Connection.Event) {
        Task(executorPreference: loop) { await self.live(id, from: event) }
    }

    private func live(_ id: ObjectIdentifier, from event: Connection.Event) async {
        guard let connection = connections[id] else { return }
        if case .parked(let end) = await connection.serve(with: handler, from: event) { return park(id, until: end) }
        connection.leave()
        connections[id] = nil
        if connections.isEmpty {
            for waiter in whenEmpty { waiter.resume() }
            whenEmpty = []
        }
    }

    /// Lets a connection wait without a task, whose memory is most of what an idle connection would cost.
    private func park(_ id: ObjectIdentifier, until end: Deadline) {
        let isParked = connections[id]?.park(until: end) { [weak self] event in
            // On the loop, thus on this actor.
            self?.assumeIsolated { $0.serve(id, from: event) }
        }
        if isParked == false { serve(id, from: .unparked) }
    }

    /// Asks the connection that has waited longest to leave: whether there was one.
    private func shedOne() -> Bool {
        expendables.next(of: connections.values)?.shed() != nil
    }

    private func warn(_ trouble: Logger.Message) {
        if let lastWarning, lastWarning.advanced(by: Worker.warningInterval) > loop.now { return }
        lastWarning = loop.now
        logger.warning(trouble, metadata: ["connections": "\(shared.census.total)"])
    }
}
