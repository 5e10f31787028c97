internal import CLinux
internal import Glibc
internal import Platform
package import SystemPackage

/// The address as the kernel has it (`ip(7)`, `ipv6(7)`, `unix(7)`).
extension SocketAddress {
    /// AF_INET, AF_INET6 or AF_UNIX.
    var family: Int32 {
        switch self {
        case .ipv4: AF_INET
        case .ipv6: AF_INET6
        case .unix: AF_UNIX
        }
    }

    /// Who may connect to a Unix socket: its owner and its group, whatever the umask.
    private static let mode: mode_t = 0o660

    /// Gives a socket this address; a Unix path is taken over when nobody listens there any more.
    ///
    /// - Throws: The errno of the system call; `.notSocket` for a path where something else lies.
    func bind(_ socket: Int32) throws(Errno) {
        if let error = bindOnce(socket) {
            guard case .unix(let path) = self, error == .addressInUse else { throw error }
            guard Self.isSocket(path) else { throw .notSocket }
            guard isAbandoned() else { throw error }
            _ = unsafe unlink(path)
            if let error = bindOnce(socket) { throw error }
        }
        guard case .unix(let path) = self else { return }
        // Nobody can connect before the socket listens.
        guard unsafe fchmodat(AT_FDCWD, path, Self.mode, AT_SYMLINK_NOFOLLOW) == 0 else {
            let error = Errno(rawValue: errno)
            _ = unsafe unlink(path)
            throw error
        }
    }

    private func bindOnce(_ socket: Int32) -> Errno? {
        unsafe callWithAddress { address, length in unsafe Glibc.bind(socket, address, length) }
    }

    private static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    /// Begins to connect a non-blocking socket; true when the outcome is still to come.
    func connect(_ socket: Int32) throws(Errno) -> Bool {
        let error = unsafe callWithAddress { address, length in unsafe Glibc.connect(socket, address, length) }
        guard let error else { return false }
        guard error == .nowInProgress || error == .interrupted else { throw error }
        return true
    }

    /// The next connection of a listening socket.
    static func accept(_ listener: Int32) throws(Errno) -> Accepted {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let descriptor = Descriptor(try result(unsafe clinux_accept(listener, &storage, &length)))
        return Accepted(descriptor: descriptor, peer: SocketAddress(storage, length: Int(length)))
    }

    /// The address that a socket is bound to (`getsockname(2)`).
    ///
    /// - Throws: The errno of the system call.
    package init(localAddressOf socket: Int32) throws(Errno) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let outcome = unsafe withUnsafeMutablePointer(to: &storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(socket, $0, &length) }
        }
        guard outcome == 0 else { throw Errno(rawValue: errno) }
        self.init(storage, length: Int(length))
    }

    /// What the kernel has filled in; of a family that is none of ours only that it is local is kept.
    init(_ storage: sockaddr_storage, length: Int) {
        self = unsafe withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET:
                let address = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
                return .ipv4(
                    IPv4Address(UInt32(bigEndian: address.sin_addr.s_addr)), port: UInt16(bigEndian: address.sin_port))
            case AF_INET6:
                let address = unsafe bytes.loadUnaligned(as: sockaddr_in6.self)
                return .ipv6(IPv6Address(address.sin6_addr), port: UInt16(bigEndian: address.sin6_port))
            default:
                let path = unsafe bytes.prefix(max(0, length)).dropFirst(MemoryLayout<sa_family_t>.size)
                return unsafe .unix(String(decoding: path.prefix { $0 != 0 }, as: UTF8.self))
            }
        }
    }

    /// Whether a Unix socket's path refuses connections because its process has gone.
    private func isAbandoned() -> Bool {
        let number = clinux_socket(family)
        guard number >= 0 else { return false }
        let descriptor = Descriptor(number)
        return unsafe callWithAddress { address, length in
            unsafe Glibc.connect(descriptor.rawValue, address, length)
        } == .connectionRefused
    }

    /// Makes a system call with this address; nil when it succeeds, else its errno.
    private func callWithAddress(_ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Errno? {
        switch self {
        case .ipv4(let address, let port):
            var system = sockaddr_in()
            system.sin_family = sa_family_t(AF_INET)
            system.sin_port = port.bigEndian
            system.sin_addr.s_addr = address.value.bigEndian
            return unsafe Self.call(call, with: system, length: MemoryLayout<sockaddr_in>.size)
        case .ipv6(let address, let port):
            var system = sockaddr_in6()
            system.sin6_family = sa_family_t(AF_INET6)
            system.sin6_port = port.bigEndian
            system.sin6_addr = address.system
            return unsafe Self.call(call, with: system, length: MemoryLayout<sockaddr_in6>.size)
        case .unix(let path):
            guard path.utf8.count <= Self.longestPath else { return .fileNameTooLong }
            var system = sockaddr_un()
            system.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &system.sun_path) { room in
                unsafe room.copyBytes(from: path.utf8)
            }
            let length = MemoryLayout<sa_family_t>.size + path.utf8.count + 1
            return unsafe Self.call(call, with: system, length: length)
        }
    }

    private static func call<Address>(
        _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32, with address: Address, length: Int
    ) -> Errno? {
        unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe call(address, socklen_t(length)) == 0 ? nil : Errno(rawValue: errno)
            }
        }
    }
}
