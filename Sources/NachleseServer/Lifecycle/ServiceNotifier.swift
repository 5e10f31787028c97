internal import Glibc

/// Tells the service manager how the service stands, in the manner of sd_notify(3).
///
/// Without `$NOTIFY_SOCKET` nobody asks, and nothing is said. What cannot be sent is not worth stopping for.
struct ServiceNotifier {
    private let socketName: String?

    init(environment: [String: String]) {
        socketName = environment["NOTIFY_SOCKET"]
    }

    func ready() { send("READY=1") }

    /// To be followed by `ready()`.
    func reloading() {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        let microseconds = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
        send("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    }

    func stopping() { send("STOPPING=1") }

    private func send(_ state: String) {
        guard let socketName, var name = ServiceNotifier.path(socketName) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let length = MemoryLayout<sa_family_t>.size + name.count
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            name.append(0)
            unsafe room.copyBytes(from: name.prefix(room.count))
        }
        unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = unsafe sendto(
                    descriptor, state, state.utf8.count, Int32(MSG_NOSIGNAL), address, socklen_t(length))
            }
        }
    }

    /// The bytes of `sun_path`: a path, or a name in the abstract namespace, which `@` stands for.
    private static func path(_ name: String) -> [UInt8]? {
        var bytes = Array(name.utf8)
        guard (2...107).contains(bytes.count) else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "/"): break
        case UInt8(ascii: "@"): bytes[0] = 0
        default: return nil
        }
        return bytes
    }
}
