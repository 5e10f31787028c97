internal import CLinux
internal import SystemPackage

extension Stream {
    /// How many bytes of a file go out before others get a turn.
    static let fileChunk: Int64 = 1 << 20

    /// Sends as much of a part of a file as the socket takes at this moment, and never waits (`sendfile(2)`).
    ///
    /// `sendfile` knows no MSG_NOSIGNAL: the process has to have called `SignalWatcher.ignoreBrokenPipes()`.
    ///
    /// - Parameters:
    ///   - file: An open regular file; its own position is neither used nor moved.
    ///   - offset: The first byte to send, not negative.
    ///   - count: How many bytes to send at most, more than 0.
    /// - Returns: How many bytes were taken, nil when there is no room.
    /// - Throws: `.truncated` when the file ends before the offset; `.reset`, `.closed` or `.failed`.
    package func trySendFile(_ file: Int32, offset: Int64, count: Int) throws(StreamError) -> Int? {
        let descriptor = try descriptor()
        guard registration.isReady(for: .writing) else { return nil }
        let moved = clinux_sendfile(descriptor, file, offset, count)
        if moved > 0 { return Int(moved) }
        guard moved < 0 else { throw .truncated }
        let errno = Errno(rawValue: Int32(-moved))
        guard errno == .wouldBlock else { throw StreamError(errno) }
        registration.clear(.writing)
        return nil
    }

    /// Sends a part of a file straight from the page cache (`sendfile(2)`).
    ///
    /// `sendfile` knows no MSG_NOSIGNAL: the process has to have called `SignalWatcher.ignoreBrokenPipes()`.
    /// A part of the file that is not in memory is read by the loop's thread, a chunk of 1 MB at most at a time.
    ///
    /// - Parameters:
    ///   - file: An open regular file; its own position is neither used nor moved.
    ///   - offset: The first byte to send, not negative.
    ///   - count: How many bytes to send, not negative.
    ///   - stallLimit: How long nothing at all may move; any progress begins it anew.
    ///   - sent: Is raised by every byte that the socket has taken, also when the call fails in the end.
    /// - Throws: `.truncated` when the file ends before; `.timedOut`, `.cancelled`, `.closed`, `.reset` or `.failed`.
    package func sendFile(
        _ file: Int32, offset: Int64, count: Int64, stallLimit: Duration, sent: inout Int64
    ) async throws(StreamError) {
        precondition(offset >= 0 && count >= 0 && offset <= Int64.max - count, "no part of a file")
        var done: Int64 = 0
        var chunk: Int64 = 0
        while done < count {
            let descriptor = try descriptor()
            let wanted = min(count - done, Self.fileChunk - chunk)
            let moved =
                registration.isReady(for: .writing)
                ? clinux_sendfile(descriptor, file, offset + done, Int(wanted)) : -Int64(Errno.wouldBlock.rawValue)
            if moved > 0 {
                done += moved
                sent += moved
                chunk += moved
                if chunk == Self.fileChunk {
                    chunk = 0
                    await loop.yield()
                }
            } else if moved == 0 {
                throw .truncated
            } else {
                let errno = Errno(rawValue: Int32(-moved))
                guard errno == .wouldBlock else { throw StreamError(errno) }
                registration.clear(.writing)
                chunk = 0
                try await untilWritable(loop.deadline(in: stallLimit))
            }
        }
    }
}
