internal import CLinux
internal import SystemPackage

extension Stream {
    /// Sends as much as the socket takes at this moment, and never waits (`send(2)` with MSG_NOSIGNAL).
    ///
    /// What was not taken is to be offered again before anything else. Through TLS, one byte is held back for as long as
    /// a part of its record is, so that whoever sends all that was offered has seen it all go out.
    ///
    /// - Parameters:
    ///   - bytes: What to send; nothing to send counts as 0 bytes sent.
    ///   - more: Whether the rest of a segment is about to follow (MSG_MORE), such as a file after its head.
    /// - Returns: How many bytes were taken, nil when there is no room.
    /// - Throws: `.reset`, `.closed`, `.tls` or `.failed`.
    package func trySend(_ bytes: UnsafeRawBufferPointer, more: Bool = false) throws(StreamError) -> Int? {
        let descriptor = try descriptor()
        guard unsafe !bytes.isEmpty else { return 0 }
        if let tls, !tls.kernelSends { return unsafe try tls.send(bytes, more: more) }
        guard registration.isReady(for: .writing) else { return nil }
        let count = unsafe clinux_send(descriptor, bytes.baseAddress, bytes.count, more ? 1 : 0)
        guard count < 0 else { return Int(count) }
        let errno = Errno(rawValue: Int32(-count))
        guard errno == .wouldBlock else { throw StreamError(errno) }
        registration.clear(.writing)
        return nil
    }

    /// How many of the bytes that were sent the peer has not acknowledged yet; 0 when that cannot be told.
    ///
    /// Through TLS they are counted as they are encrypted, which makes a few more of them.
    package var unacknowledged: Int {
        max(0, Int(clinux_unacknowledged(registration.descriptor))) + (tls?.pendingCount ?? 0)
    }

    /// Waits until there may be room to send; it may return early, so callers repeat `trySend`.
    ///
    /// - Throws: `.timedOut`, `.cancelled` or `.closed`.
    package func untilWritable(_ deadline: Deadline) async throws(StreamError) {
        try await wait(for: .writing, deadline)
    }

    /// Sends all the bytes, waiting for room; after an error an unknown part of them has gone out.
    ///
    /// The memory has to stay valid until the call returns.
    ///
    /// - Throws: `.timedOut`, `.cancelled`, `.closed`, `.reset`, `.tls` or `.failed`.
    package func send(
        _ bytes: UnsafeRawBufferPointer, more: Bool = false, deadline: Deadline
    ) async throws(StreamError) {
        var rest = unsafe bytes[...]
        while unsafe !rest.isEmpty {
            if let count = unsafe try trySend(UnsafeRawBufferPointer(rebasing: rest), more: more) {
                unsafe rest = rest.dropFirst(count)
                if unsafe !rest.isEmpty { await takeTurn() }
            } else {
                try await untilWritable(deadline)
            }
        }
    }

    /// Sends all the bytes of an array, waiting for room; after an error an unknown part of them has gone out.
    ///
    /// - Throws: `.timedOut`, `.cancelled`, `.closed`, `.reset`, `.tls` or `.failed`.
    package func send(_ bytes: [UInt8], more: Bool = false, deadline: Deadline) async throws(StreamError) {
        var sent = 0
        while sent < bytes.count {
            if let count = try trySend(bytes, from: sent, more: more) {
                sent += count
                if sent < bytes.count { await takeTurn() }
            } else {
                try await untilWritable(deadline)
            }
        }
    }

    /// Sends what the socket takes of an array's rest; the pointer does not outlive the system call.
    private func trySend(_ bytes: [UInt8], from start: Int, more: Bool) throws(StreamError) -> Int? {
        let rest = bytes.span.extracting(droppingFirst: start)
        return unsafe try rest.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) throws(StreamError) -> Int? in
            unsafe try trySend(buffer, more: more)
        }
    }
}
