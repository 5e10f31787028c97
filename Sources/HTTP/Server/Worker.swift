import Logging
import Networking
import Platform
import SystemPackage

/// One thread of the server: its listeners, its connections, and everything they need.
actor Worker {
    nonisolated let loop: EventLoop

    private let handler: any RequestHandler
    private let shared: WorkerResources
    private let logger: Logger
    private var listeners: [Listener] = []
    private var connections = ConnectionTable()
    /// The other workers of the server.
    private var peers: [Worker] = []
    private var isDraining = false
    private var whenEmpty: [CheckedContinuation<Void, Never>] = []
    private var lastWarning: MonotonicInstant?

    /// `handler`: used by this worker only from now on.
    init(
        loop: EventLoop, handler: sending any RequestHandler, limits: ServerLimits, counter: ConnectionCounter,
        logger: Logger
    ) {
        self.loop = loop
        self.handler = handler
        shared = WorkerResources(loop: loop, limits: limits, counter: counter)
        self.logger = logger
        shared.worker = self
    }

    /// Takes note of the server's workers, whose connections may make room for one of this worker's.
    func meet(_ workers: [Worker]) {
        peers = workers.filter { $0 !== self }
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
        peers = []
        for connection in connections.all { connection.drain() }
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
        for connection in connections.all { connection.cut() }
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
                for _ in 0..<Worker.shedding where !shedOne(of: .all) { break }
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
        let id = connections.insert(connection)
        // It may have been accepted in the very moment in which all others were told.
        if isDraining { connection.drain() }
        guard let share = shared.counter.enter(connection.origin) else { return serve(id, from: .opened) }
        if share == .all { warn("all connections are taken") }
        Task(executorPreference: loop) {
            await self.makeRoom(in: share) ? await self.live(id, from: .opened) : self.turnAway(id)
        }
    }

    /// Counts a connection for the client that a proxy has told: whether there is room for it.
    func admit(_ id: ObjectIdentifier, from origin: ConnectionCounter.Origin) async -> Bool {
        let share = shared.counter.join(origin)
        let hasRoom = if let share { await makeRoom(in: share) } else { true }
        // Not earlier: it must not be the one that makes room.
        if let connection = connections[id] { connections.index(connection) }
        return hasRoom
    }

    /// Asks a connection of a share to make room, on this worker rather than on another: whether there was one.
    private func makeRoom(in share: ConnectionCounter.Share) async -> Bool {
        if shedOne(of: share) { return true }
        for peer in peers where await peer.shedOne(of: share) { return true }
        return false
    }

    /// Asks the connection of a share that goes first to make room: whether there was one.
    private func shedOne(of share: ConnectionCounter.Share) -> Bool {
        while let connection = connections.first(in: share) {
            // Who was asked before has made room for another.
            let hasMadeRoom = connection.isShed
            connection.shed()
            if !hasMadeRoom { return true }
        }
        return false
    }

    /// Tells who cannot stay, where that can be told at once.
    private func turnAway(_ id: ObjectIdentifier) {
        guard let connection = connections[id] else { return }
        // Earlier than it is told: whoever comes because of that must not find its place taken.
        remove(id)
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
        remove(id)
    }

    private func remove(_ id: ObjectIdentifier) {
        shared.counter.leave(connections[id]?.origin)
        connections.remove(id)
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

    private func warn(_ trouble: Logger.Message) {
        if let lastWarning, lastWarning.advanced(by: Worker.warningInterval) > loop.now { return }
        lastWarning = loop.now
        logger.warning(trouble, metadata: ["connections": "\(shared.counter.current)"])
    }
}

/// What all connections of a worker share; the buffers one at a time and never across a suspension.
///
/// `@exclusivity(unchecked)`: as in `Connection`.
@safe
final class WorkerResources {
    let loop: EventLoop
    let limits: FixedLimits
    let counter: ConnectionCounter
    weak var worker: Worker?
    /// Bytes received; whatever is not consumed at once moves to the connection.
    let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    /// Bytes to send.
    @safe @exclusivity(unchecked) var output: [UInt8] = []
    @safe @exclusivity(unchecked) private var dates = DateCache()

    init(loop: EventLoop, limits: ServerLimits, counter: ConnectionCounter) {
        self.loop = loop
        self.limits = FixedLimits(limits)
        self.counter = counter
        output.reserveCapacity(64 * 1024)
    }

    deinit {
        unsafe input.deallocate()
    }

    /// The value of `Date` at this moment.
    func date() -> [UInt8] {
        dates.value(at: HTTPDate.now)
    }
}
