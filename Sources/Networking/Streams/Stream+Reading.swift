internal import CLinux
internal import SystemPackage

extension Stream {
    /// Receives what is there into a buffer of at least one byte, and never waits (`recv(2)`).
    ///
    /// - Throws: `.reset`, `.closed` or `.failed`; `.tls` for a peer that breaks the protocol.
    package func receive(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> ReceiveResult {
        precondition(unsafe !buffer.isEmpty, "no room to receive anything")
        let descriptor = try descriptor()
        if let tls { return unsafe try tls.receive(into: buffer) }
        return unsafe try receivePlain(descriptor, into: buffer)
    }

    /// Receives what is on the socket, whatever it means.
    @inline(__always)
    func receivePlain(
        _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) throws(StreamError) -> ReceiveResult {
        guard registration.isReady(for: .reading) else { return .wouldBlock }
        let count = unsafe clinux_receive(descriptor, buffer.baseAddress, buffer.count)
        if count > 0 {
            // A short read has emptied the socket: bytes or an end that come now are a new event. An end that was
            // reported before the read is not, so then the next call has to look.
            if count < buffer.count, !registration.hasEnded { registration.clear(.reading) }
            return .received(Int(count))
        }
        guard count < 0 else { return .end }
        let errno = Errno(rawValue: Int32(-count))
        guard errno == .wouldBlock else { throw StreamError(errno) }
        registration.clear(.reading)
        return .wouldBlock
    }

    /// Waits until there may be something to receive: bytes, the end or an error.
    ///
    /// It may return early with nothing there, so callers repeat `receive`.
    ///
    /// - Throws: `.timedOut`, `.cancelled` or `.closed`.
    package func untilReadable(_ deadline: Deadline) async throws(StreamError) {
        if let tls, tls.hasUnread {
            guard isOpen else { throw .closed }
            return await takeTurn()
        }
        try await wait(for: .reading, deadline)
    }

    /// Has an action called, once, when `untilReadable` would return or throw: as a wait that needs no task meanwhile.
    ///
    /// The action is called on the loop, never before this function has returned; it must not do more than to see to it
    /// that something is done soon. Nil stands for a return.
    ///
    /// - Returns: false when there is nothing to wait for, and the action will not be called.
    package func watchReadable(until deadline: Deadline, _ action: @escaping (StreamError?) -> Void) -> Bool {
        if let tls, tls.hasUnread { return false }
        return registration.watch(until: deadline) { wake in
            switch wake {
            case .ready: action(nil)
            case .timedOut: action(.timedOut)
            case .interrupted: action(.cancelled)
            case .closed: action(.closed)
            }
        }
    }

    /// Reads at least one byte into the buffer, waiting for it; 0 means that the peer has ended its side.
    ///
    /// - Throws: `.timedOut`, `.cancelled`, `.closed`, `.reset`, `.tls` or `.failed`.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline
    ) async throws(StreamError) -> Int {
        while true {
            switch unsafe try receive(into: buffer) {
            case .received(let count):
                await takeTurn()
                return count
            case .end: return 0
            case .wouldBlock: try await untilReadable(deadline)
            }
        }
    }
}
