import Glibc
import Secrets
import SystemPackage

/// Speaks to a server over a socket, one connection for each request.
struct Client: Sendable {
    let port: UInt16

    /// Sends what is no matter how wrong, and reads until the server closes.
    func exchange(_ bytes: [UInt8]) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Errno(rawValue: errno) }
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // A server may refuse early and close; its answer is read all the same.
            guard count > 0 else { break }
            sent += count
        }
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return received }
            received += chunk[..<count]
        }
    }

    /// Sends one request and reads its answer.
    func send(
        _ method: String, _ path: String, cookie: String? = nil, fields: [(String, String)] = [],
        form: [(String, String)]? = nil
    ) throws -> Reply {
        var text = "\(method) \(path) HTTP/1.1\r\nConnection: close\r\n"
        if !fields.contains(where: { $0.0 == "Host" }) { text += "Host: 127.0.0.1:\(port)\r\n" }
        if let cookie { text += "Cookie: \(cookie)\r\n" }
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        var content = ""
        if let form {
            content = form.map { "\(Client.encode($0))=\(Client.encode($1))" }.joined(separator: "&")
            text += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(content.utf8.count)\r\n"
        } else if method == "POST" {
            text += "Content-Length: 0\r\n"
        }
        return try Reply(try exchange(Array((text + "\r\n" + content).utf8)))
    }

    func get(_ path: String, cookie: String? = nil, _ fields: (String, String)...) throws -> Reply {
        try send("GET", path, cookie: cookie, fields: fields)
    }

    func post(
        _ path: String, _ form: [(String, String)], cookie: String? = nil, fields: [(String, String)] = []
    ) throws -> Reply {
        try send("POST", path, cookie: cookie, fields: fields, form: form)
    }

    private static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(
            decoding: text.utf8.flatMap { byte -> [UInt8] in
                let isPlain =
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                return isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }, as: UTF8.self)
    }
}
