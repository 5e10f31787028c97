package import Networking
package import SystemPackage

/// A part of the service that runs until it is stopped.
protocol ServiceComponent: Sendable {
    func start() async throws
    /// Told when a stop is asked for, before anything stops: begin nothing that may last.
    func quiesce() async
    /// Finishes what runs; returns when it has ended.
    func stop() async
    /// Ends at once what `stop` would wait for.
    func cut() async
}

extension ServiceComponent {
    func cut() async {}
}

/// The parts of the service in their order: what is started first is stopped last.
struct ServiceGroup: Sendable {
    private let components: [any ServiceComponent]

    init(_ components: [any ServiceComponent]) {
        self.components = components
    }

    /// Starts one after the other; where one cannot start, those before it are stopped.
    func start() async throws {
        for (index, component) in components.enumerated() {
            do {
                try await component.start()
            } catch {
                await ServiceGroup(Array(components[..<index])).stop()
                throw error
            }
        }
    }

    /// Stops all gracefully, the last one first.
    func stop() async {
        for component in components { await component.quiesce() }
        for component in components.reversed() { await component.stop() }
    }

    /// Cuts short what a stop, before or after this, would wait for.
    func cut() async {
        for component in components.reversed() { await component.cut() }
    }
}

/// Why the service cannot start.
package enum ServiceError: Error {
    /// The address is in use, not of this machine, or not allowed.
    case cannotListen(SocketAddress, any Error)
    /// The data folder cannot be made.
    case dataFolder(FilePath, Errno)
    /// What is wrong with the sockets that the service manager passed.
    case passedSockets(String)
}
