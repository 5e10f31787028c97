internal import Glibc
package import Networking
internal import SystemPackage

/// A listening socket that a service manager has opened for this process, in the manner of sd_listen_fds(3).
///
/// Such a socket lives on when the server is restarted: who connects meanwhile waits and is served by the next one. It
/// may also be on a port that the server itself is not allowed to open.
package struct PassedSocket {
    /// The descriptor, marked close-on-exec.
    let descriptor: Int32
    /// Where it listens.
    package let address: SocketAddress

    /// The first descriptor that is passed; the others follow it.
    private static let first: Int32 = 3

    /// All that were passed to this very process; empty where nobody did so.
    ///
    /// - Throws: `ServiceError.passedSockets` when the numbers make no sense, or one of the descriptors is no listening stream socket.
    package static func all(_ environment: [String: String]) throws(ServiceError) -> [PassedSocket] {
        guard let text = environment["LISTEN_FDS"], environment["LISTEN_PID"] == String(getpid()) else { return [] }
        guard let count = Int32(text), (0...64).contains(count) else {
            throw .passedSockets(
                "LISTEN_FDS is '\(text)', not a number from 0 to 64; unset it, or start from a socket unit")
        }
        var sockets: [PassedSocket] = []
        for descriptor in first..<first + count {
            guard isListening(descriptor), let address = try? SocketAddress(localAddressOf: descriptor) else {
                throw .passedSockets(
                    """
                    descriptor \(descriptor) was passed and is no listening stream socket; \
                    the socket unit needs ListenStream= and Accept=no
                    """)
            }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            sockets.append(PassedSocket(descriptor: descriptor, address: address))
        }
        return sockets
    }

    private static func isListening(_ descriptor: Int32) -> Bool {
        option(SO_ACCEPTCONN, of: descriptor) == 1 && option(SO_TYPE, of: descriptor) == Int32(SOCK_STREAM.rawValue)
    }

    private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 else { return nil }
        return value
    }
}
