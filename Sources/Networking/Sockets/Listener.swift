internal import CLinux
internal import Glibc
package import Platform
package import SystemPackage

/// A listening socket on an event loop; owned by one actor of that loop.
package final class Listener {
    /// The address it listens on, with the real port where 0 was asked for.
    package let localAddress: SocketAddress

    /// What accept(2) tells of the new connection rather than of the listener.
    private static let peerErrors = [
        ECONNABORTED, ENETDOWN, EPROTO, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH, EPERM,
        ETIMEDOUT,
    ]

    private let registration: Registration
    private let ownedPath: String?
    private var streak = 0

    /// Binds to an address and listens; only for code on the loop.
    ///
    /// A Unix socket's path on which nobody listens any more is taken over; its owner and its group may connect; closing
    /// removes the path. An IPv6 listener takes no IPv4 connections (IPV6_V6ONLY).
    ///
    /// - Parameters:
    ///   - address: Where to listen; port 0 lets the kernel choose.
    ///   - loop: The loop to accept on.
    ///   - backlog: How many connections may wait to be accepted; the kernel's `somaxconn` limits it.
    ///   - reusePort: Whether several listeners share the port, one for each loop (SO_REUSEPORT); not for Unix sockets.
    /// - Throws: The errno of the system call that refused, such as an address in use; `.notSocket` for a path where
    ///   something else lies.
    package init(
        _ address: SocketAddress, loop: EventLoop, backlog: Int32 = 1024, reusePort: Bool = false
    ) throws(Errno) {
        let descriptor = Descriptor(try result(clinux_socket(address.family)))
        let socket = descriptor.rawValue
        if address.isInternet {
            _ = try result(clinux_set_flag(socket, SOL_SOCKET, SO_REUSEADDR, 1))
            if reusePort { _ = try result(clinux_set_flag(socket, SOL_SOCKET, SO_REUSEPORT, 1)) }
        }
        if address.family == AF_INET6 {
            _ = try result(clinux_set_flag(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1))
        }
        try address.bind(socket)
        guard Glibc.listen(socket, backlog) == 0 else { throw Errno(rawValue: errno) }
        localAddress = try SocketAddress(localAddressOf: socket)
        if case .unix(let path) = address { ownedPath = path } else { ownedPath = nil }
        registration = try Registration(descriptor, on: loop)
    }

    /// Takes over a socket that listens already, such as one passed by systemd; only for code on the loop.
    ///
    /// Several loops may each take over a duplicate of the same socket; closing leaves a Unix socket's path alone.
    ///
    /// - Throws: The errno of the system call that refused; the descriptor is closed then.
    package init(adopting descriptor: consuming Descriptor, loop: EventLoop) throws(Errno) {
        _ = try result(clinux_set_nonblocking(descriptor.rawValue))
        localAddress = try SocketAddress(localAddressOf: descriptor.rawValue)
        ownedPath = nil
        registration = try Registration(descriptor, on: loop)
    }

    deinit {
        removePath()
        registration.abandon()
    }

    /// A second descriptor of the listening socket, for another loop to adopt.
    ///
    /// - Throws: The errno of `fcntl(2)`, such as too many open files.
    package func duplicate() throws(Errno) -> Descriptor {
        try Descriptor(duplicating: registration.descriptor)
    }

    /// Waits for the next connection and takes it (`accept4(2)`).
    ///
    /// Connections that were broken while they waited are passed over.
    ///
    /// - Throws: `.exhausted` when there are no descriptors or no memory left: the connection goes on waiting, and the
    ///   caller frees something or sleeps a little before it asks again. `.cancelled` or `.closed` when the listener
    ///   was interrupted or closed or the loop stops; `.failed` for what cannot be helped.
    package func accept() async throws(StreamError) -> Accepted {
        while true {
            if registration.descriptor >= 0, registration.isReady(for: .reading), !registration.loop.isStopping {
                if let accepted = try take() {
                    await takeTurn()
                    return accepted
                }
            } else {
                streak = 0
                switch await registration.wait(for: .reading, until: .never) {
                case .ready: continue
                case .timedOut, .interrupted: throw .cancelled
                case .closed: throw .closed
                }
            }
        }
    }

    /// Ends a wait in `accept()` with `.cancelled`; the listener stays usable.
    package func interrupt() {
        registration.wake(.interrupted)
    }

    /// Stops listening; connections that nobody has accepted are broken, a wait in `accept()` ends with `.closed`.
    package func close() {
        guard registration.descriptor >= 0 else { return }
        removePath()
        registration.close()
    }

    /// The next connection, nil when there is none now or the first one has gone away.
    private func take() throws(StreamError) -> Accepted? {
        do throws(Errno) {
            var peer = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let descriptor = Descriptor(try result(unsafe clinux_accept(registration.descriptor, &peer, &length)))
            return Accepted(descriptor: descriptor, peer: SocketAddress(peer, length: Int(length)))
        } catch .wouldBlock {
            registration.clear(.reading)
            return nil
        } catch {
            if Self.peerErrors.contains(error.rawValue) { return nil }
            throw StreamError(error)
        }
    }

    private func takeTurn() async {
        streak += 1
        guard streak >= Stream.turn else { return }
        streak = 0
        await registration.loop.yield()
    }

    private func removePath() {
        guard let ownedPath, registration.descriptor >= 0 else { return }
        _ = unsafe unlink(ownedPath)
    }
}

/// A connection that a listener has taken: non-blocking, close-on-exec, and not on any loop yet.
package struct Accepted: ~Copyable, Sendable {
    /// The connected socket.
    package let descriptor: Descriptor
    /// Where it comes from.
    package let peer: SocketAddress

    /// Puts the connection on a loop; only for code on that loop.
    ///
    /// - Throws: The errno of the system call that refused; the connection is closed then.
    package consuming func stream(on loop: EventLoop) throws(Errno) -> Stream {
        let peer = peer
        return try Stream(descriptor, peer: peer, loop: loop)
    }
}
