internal import Networking

/// How a connection begins, before HTTP.
extension Connection {
    /// Learns for whom a proxy speaks and agrees on keys, as far as the listener asks for it.
    func greet(until end: Deadline) async -> Event {
        if point.proxies == nil, point.tls == nil { return .greeted }
        do throws(StreamError) {
            if let proxies = point.proxies {
                guard proxies.contains(stream.peer), try await readProxyHeader(until: end) else { return .ended }
                guard await hasRoom() else { return point.tls == nil ? .refused(.noRoom) : .ended }
            }
            if let tls = point.tls { try await stream.acceptTLS(tls, deadline: end) }
            return .greeted
        } catch {
            if case .tls = error { return .misunderstood }
            return Event(waitingEndedBy: error)
        }
    }

    /// Has it counted for the client that the proxy has told: whether there is room for it.
    private func hasRoom() async -> Bool {
        guard let origin = learnOrigin() else { return true }
        return await shared.worker?.admit(ObjectIdentifier(self), from: origin) ?? false
    }

    /// Reads the header of the PROXY protocol and no byte more: what follows may be TLS.
    ///
    /// - Returns: whether there was one.
    private func readProxyHeader(until end: Deadline) async throws(StreamError) -> Bool {
        while true {
            switch unsafe try stream.peek(into: .init(rebasing: buffers.input[..<ProxyHeader.longest])) {
            case .end: return false
            case .wouldBlock: try await stream.untilReadable(end)
            case .received(let count):
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffers.input[..<count])
                switch ProxyHeader.parse(unsafe bytes.bindMemory(to: UInt8.self).span) {
                case .malformed: return false
                case .needMore:
                    guard count < ProxyHeader.longest, !stream.peerHasEnded else { return false }
                    try await stream.untilMoreReadable(end)
                case .header(let header):
                    if let source = header.source { client = source }
                    _ = unsafe try stream.receive(into: .init(rebasing: buffers.input[..<header.length]))
                    return true
                }
            }
        }
    }
}
