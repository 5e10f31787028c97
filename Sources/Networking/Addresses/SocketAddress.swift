internal import CLinux
internal import Glibc
internal import Platform
package import SystemPackage

/// Where a stream socket listens or connects to.
package enum SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IPv4 address and a TCP port.
    case ipv4(IPv4Address, port: UInt16)
    /// An IPv6 address and a TCP port.
    case ipv6(IPv6Address, port: UInt16)
    /// The path of a Unix socket; empty for the nameless end of a client.
    case unix(String)

    /// The TCP port; nil for a Unix socket.
    package var port: UInt16? {
        switch self {
        case .ipv4(_, let port), .ipv6(_, let port): port
        case .unix: nil
        }
    }

    /// Whether only this host can be at the other end: a loopback address or a Unix socket.
    package var isLoopback: Bool {
        switch self {
        case .ipv4(let address, _): address.isLoopback
        case .ipv6(let address, _): address.isLoopback
        case .unix: true
        }
    }

    /// Whether this is a TCP address.
    package var isInternet: Bool {
        if case .unix = self { false } else { true }
    }

    /// The IPv4 address, in IPv6's form too; nil for any other.
    package var ipv4: IPv4Address? {
        switch self {
        case .ipv4(let address, _): address
        case .ipv6(let address, _): address.mappedIPv4
        case .unix: nil
        }
    }

    /// The network of the address, which stands for whoever is behind it when requests are counted or logged.
    package var network: ClientNetwork {
        switch self {
        case .ipv4(let address, _): ClientNetwork(address)
        case .ipv6(let address, _): ClientNetwork(address)
        case .unix: .local
        }
    }

    /// The form that `init(_:)` reads.
    package var description: String {
        switch self {
        case .ipv4(let address, let port): "\(address):\(port)"
        case .ipv6(let address, let port): "[\(address)]:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

extension SocketAddress {
    /// The longest path of a Unix socket in bytes (`unix(7)`, without the closing NUL).
    static let longestPath = 107

    /// Reads `127.0.0.1:8087`, `[::1]:8087`, `localhost:8087`, `*:8087` (the same as `[::]:8087`) or `unix:/path`.
    ///
    /// Names other than `localhost`, which is 127.0.0.1, are not looked up.
    ///
    /// - Throws: What is wrong with the text.
    package init(_ text: String) throws(SocketAddressError) {
        if text.utf8.starts(with: "unix:".utf8) {
            self = try .unix(Self.path(of: text))
            return
        }
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { throw .missingPort(text) }
        let host = String(text[..<colon])
        // A bracket behind the last colon means that the colon is part of the address: `[::1]`.
        guard !text.utf8[colon...].contains(UInt8(ascii: "]")) else { throw .missingPort(text) }
        guard let number = DecimalNumber.parse(text.utf8[colon...].dropFirst(), upTo: 65535) else {
            throw .invalidPort(text)
        }
        let port = UInt16(number)
        if host == "localhost" {
            self = .ipv4(.loopback, port: port)
        } else if host == "*" {
            self = .ipv6(.any, port: port)
        } else if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
            guard let address = IPv6Address(String(host.dropFirst().dropLast())) else { throw .invalidHost(text) }
            self = .ipv6(address, port: port)
        } else if host.utf8.contains(UInt8(ascii: ":")) {
            throw .missingBrackets(text)
        } else {
            guard let address = IPv4Address(host) else { throw .invalidHost(text) }
            self = .ipv4(address, port: port)
        }
    }

    private static func path(of text: String) throws(SocketAddressError) -> String {
        let path = text.utf8.dropFirst(5)
        guard path.first == UInt8(ascii: "/"), !path.contains(0) else { throw .invalidPath(text) }
        guard path.count <= longestPath else { throw .pathTooLong(text) }
        return String(path) ?? ""
    }
}

/// What is wrong with the text of a socket address; each case carries the text.
package enum SocketAddressError: Error, Hashable, CustomStringConvertible {
    /// There is no colon with a port behind the host.
    case missingPort(String)
    /// The port is not a decimal number from 0 to 65535.
    case invalidPort(String)
    /// The host is neither an address nor `localhost` nor `*`.
    case invalidHost(String)
    /// An IPv6 address stands without its brackets.
    case missingBrackets(String)
    /// The path of a Unix socket is not absolute or contains a NUL.
    case invalidPath(String)
    /// The path of a Unix socket has more than 107 bytes.
    case pathTooLong(String)

    package var description: String {
        switch self {
        case .missingPort(let text): "“\(text)” has no port: write HOST:PORT, such as 127.0.0.1:8087"
        case .invalidPort(let text): "“\(text)” has no valid port: it is a number from 0 to 65535"
        case .invalidHost(let text):
            "“\(text)” has no valid host: it is an IPv4 address, an IPv6 address in brackets, localhost or *"
        case .missingBrackets(let text): "“\(text)” needs brackets around the IPv6 address, such as [::1]:8087"
        case .invalidPath(let text): "“\(text)” has no valid path: write unix:/PATH"
        case .pathTooLong(let text):
            "“\(text)” is too long: the path of a Unix socket has at most \(SocketAddress.longestPath) bytes"
        }
    }
}

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
