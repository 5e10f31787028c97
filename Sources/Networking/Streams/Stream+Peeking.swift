internal import CLinux
internal import SystemPackage

extension Stream {
    /// Looks at what is there without taking it (`recv(2)` with MSG_PEEK), and never waits.
    ///
    /// Below TLS: to be used before it begins.
    ///
    /// - Throws: `.reset`, `.closed` or `.failed`.
    package func peek(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> ReceiveResult {
        precondition(unsafe !buffer.isEmpty, "no room to look at anything")
        let descriptor = try descriptor()
        guard registration.isReady(for: .reading) else { return .wouldBlock }
        let count = unsafe clinux_peek(descriptor, buffer.baseAddress, buffer.count)
        if count > 0 { return .received(Int(count)) }
        guard count < 0 else { return .end }
        let errno = Errno(rawValue: Int32(-count))
        guard errno == .wouldBlock else { throw StreamError(errno) }
        registration.clear(.reading)
        return .wouldBlock
    }

    /// Waits until more has come than was seen by `peek`; it may return early.
    ///
    /// - Throws: `.timedOut`, `.cancelled` or `.closed`.
    package func untilMoreReadable(_ deadline: Deadline) async throws(StreamError) {
        // What has been looked at is no news: only octets that come from now on are, and they are a new event.
        registration.clear(.reading)
        try await untilReadable(deadline)
    }
}
