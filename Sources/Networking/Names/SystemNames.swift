internal import CLinux
internal import Glibc

/// The C library's way to look names up; it blocks.
enum SystemNames {
    /// The addresses of a name in the library's order.
    ///
    /// Addresses of kinds that this machine has no network for are among them: on a machine without a network,
    /// loopback is one of those.
    static func addresses(of host: String, port: UInt16) -> Result<[SocketAddress], NameError> {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else { return .failure(error(of: code, errno)) }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe address(in: entry.pointee, port: port), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe next = entry.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.notFound) : .success(addresses)
    }

    /// What a code of `getaddrinfo(3)` means.
    static func error(of code: Int32, _ errno: Int32) -> NameError {
        switch code {
        case EAI_NONAME, nodata, noAddressFamily: .notFound
        case EAI_AGAIN: .tryAgain
        case EAI_SYSTEM: .failed(unsafe String(cString: strerror(errno)))
        default: .failed(unsafe String(cString: gai_strerror(code)))
        }
    }

    // Of glibc's <netdb.h>, behind a switch that `import Glibc` does not set.
    private static let nodata: Int32 = -5
    private static let noAddressFamily: Int32 = -9

    private static func address(in entry: addrinfo, port: UInt16) -> SocketAddress? {
        guard let address = unsafe entry.ai_addr else { return nil }
        var storage = sockaddr_storage()
        let length = unsafe min(Int(entry.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
        unsafe withUnsafeMutableBytes(of: &storage) { room in
            unsafe room.copyMemory(from: UnsafeRawBufferPointer(start: address, count: length))
        }
        switch SocketAddress(storage, length: length) {
        case .ipv4(let address, _): return .ipv4(address, port: port)
        case .ipv6(let address, _): return .ipv6(address, port: port)
        case .unix: return nil
        }
    }
}
