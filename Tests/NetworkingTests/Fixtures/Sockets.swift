import Glibc
import Networking
import SystemPackage

/// Two ends of a connected pair of Unix sockets.
func makeSocketPair() throws -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
        throw Errno(rawValue: errno)
    }
    return (ends[0], ends[1])
}

/// A raw connection to a loopback port; the handshake needs nobody to accept.
func connectBlocking(to address: SocketAddress) throws -> Int32 {
    var system = sockaddr_in()
    system.sin_family = sa_family_t(AF_INET)
    system.sin_port = (address.port ?? 0).bigEndian
    system.sin_addr.s_addr = IPv4Address.loopback.value.bigEndian
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let outcome = unsafe withUnsafePointer(to: &system) { system in
        unsafe system.withMemoryRebound(to: sockaddr.self, capacity: 1) { system in
            unsafe connect(descriptor, system, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard outcome == 0 else { throw Errno(rawValue: errno) }
    return descriptor
}

/// Closes a TCP socket so that the peer gets a reset instead of an end.
func closeWithReset(_ descriptor: Int32) {
    var option = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close(descriptor)
}

/// Lets this process have as many open files as it may.
func raiseFileLimit() {
    var limit = rlimit()
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

/// An unnamed temporary file of a given size: mostly holes, with a different mark every 10,007 bytes.
func makeSparseFile(size: Int64) throws -> Int32 {
    guard let stream = unsafe tmpfile() else { throw Errno(rawValue: errno) }
    let file = unsafe dup(fileno(stream))
    unsafe fclose(stream)
    guard file >= 0, ftruncate(file, off_t(size)) == 0 else { throw Errno(rawValue: errno) }
    for position in stride(from: Int64(0), to: size, by: 10_007) {
        let mark = "mark \(position)"
        let count = min(mark.utf8.count, Int(size - position))
        guard unsafe pwrite(file, mark, count, off_t(position)) == count else { throw Errno(rawValue: errno) }
    }
    return file
}
