import Networking
import Platform

/// An actor pinned to a loop of its own, as the server's workers are.
actor Worker {
    nonisolated let loop: EventLoop
    var listener: Listener?
    var streams: [Stream] = []
    var watcher: SignalWatcher?

    init(name: String = "test") throws {
        loop = try EventLoop(name: name)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    func run<Value: Sendable>(_ body: @Sendable (isolated Worker) async throws -> Value) async rethrows -> Value {
        try await body(self)
    }

    /// Begins a task on this worker.
    nonisolated func spawn<Value: Sendable>(
        _ body: @escaping @Sendable (isolated Worker) async throws -> Value
    ) -> Task<Value, any Error> {
        Task(executorPreference: loop) { try await self.run(body) }
    }

    /// Listens on a free port of the loopback address and returns the address.
    func listen(reusePort: Bool = false, on port: UInt16 = 0) throws -> SocketAddress {
        let listener = try Listener(.ipv4(.loopback, port: port), loop: loop, reusePort: reusePort)
        self.listener = listener
        return listener.localAddress
    }

    /// The next connection of the listener, as a stream.
    func accept() async throws -> Stream {
        guard let listener else { throw StreamError.closed }
        return try await listener.accept().stream(on: loop)
    }

    /// The next signal of the watcher.
    func nextSignal() async throws -> Int32 {
        guard let watcher else { throw StreamError.closed }
        return try await watcher.next()
    }

    /// Connects from this worker to an address.
    func connect(to address: SocketAddress) async throws -> Stream {
        try await Stream.connect(to: address, loop: loop, deadline: soon)
    }

    /// A stream around one end of a pair.
    func stream(_ descriptor: Int32) throws -> Stream {
        try Stream(Descriptor(descriptor), peer: .unix(""), loop: loop)
    }

    /// Long enough never to pass in a test that works.
    var soon: Deadline {
        loop.deadline(in: .seconds(50))
    }
}

/// Runs a body on a new worker, whose loop has ended when this returns.
func withWorker<Value: Sendable>(
    _ body: @escaping @Sendable (isolated Worker) async throws -> Value
) async throws -> Value {
    let worker = try Worker()
    worker.loop.start()
    let outcome = await worker.spawn(body).result
    worker.loop.stop()
    worker.loop.join()
    return try outcome.get()
}
