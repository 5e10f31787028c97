import Glibc

/// A client that sends exactly the bytes it is told to, over a blocking socket.
final class RawClient {
    struct Failure: Error {
        let call: String
        let errno: Int32
    }

    private let descriptor: Int32

    /// Connects to a port of 127.0.0.1; nothing it does takes longer than ten seconds.
    ///
    /// `receiveBuffer`: bytes that the kernel keeps for it at most. `source`: the last byte of the address in 127.0.0.0/24
    /// that it comes from. Both are the kernel's choice when nil.
    init(port: UInt16, receiveBuffer: Int32? = nil, source: UInt8? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", errno: errno) }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer {
            unsafe setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var noDelay: Int32 = 1
        unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, socklen_t(MemoryLayout<Int32>.size))
        if let source {
            let bound = unsafe RawClient.withAddress(0x7F00_0000 | UInt32(source), port: 0) {
                unsafe bind(descriptor, $0, $1)
            }
            guard bound == 0 else { throw Failure(call: "bind", errno: errno) }
        }
        let result = unsafe RawClient.withAddress(0x7F00_0001, port: port) { unsafe connect(descriptor, $0, $1) }
        guard result == 0 else { throw Failure(call: "connect", errno: errno) }
    }

    private static func withAddress(
        _ host: UInt32, port: UInt16, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = host.bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe call($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(call: "send", errno: errno) }
            sent += count
        }
    }

    /// Sends as much as fits at this moment; waits where nothing does, and gives nil when there is no room in that time.
    func sendWhatFits(_ bytes: [UInt8], within time: Duration) throws -> Int? {
        while true {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            guard count < 0 else { return count }
            guard errno == EAGAIN else { throw Failure(call: "send", errno: errno) }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard unsafe poll(&waiting, 1, Int32(time / .milliseconds(1))) > 0 else { return nil }
        }
    }

    func endSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// What comes next; empty at the end of the connection.
    func receive(upTo limit: Int = 65_536) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = unsafe recv(descriptor, &bytes, limit, 0)
        guard count >= 0 else { throw Failure(call: "recv", errno: errno) }
        return Array(bytes[..<count])
    }

    /// Everything until the server closes.
    func receiveAll() throws -> [UInt8] {
        var all: [UInt8] = []
        while case let part = try receive(), !part.isEmpty { all += part }
        return all
    }

    /// One whole answer, by its `Content-Length`.
    func receiveAnswer(toHead: Bool = false) throws -> (head: String, content: [UInt8]) {
        var bytes: [UInt8] = []
        while true {
            if let end = RawClient.endOfHead(bytes) {
                let head = String(decoding: bytes[..<end], as: UTF8.self)
                let length =
                    head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
                    .flatMap { Int($0.dropFirst(16)) } ?? 0
                let wanted = end + (toHead ? 0 : length)
                while bytes.count < wanted {
                    let part = try receive(upTo: wanted - bytes.count)
                    guard !part.isEmpty else { throw Failure(call: "end within an answer", errno: 0) }
                    bytes += part
                }
                return (head, Array(bytes[end...]))
            }
            // One byte at a time, so that nothing of the next answer is taken.
            let part = try receive(upTo: 1)
            guard !part.isEmpty else { throw Failure(call: "end within a head", errno: 0) }
            bytes += part
        }
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        bytes.count >= 4 && bytes.suffix(4) == [13, 10, 13, 10] ? bytes.count : nil
    }
}
