internal import CLinux
internal import SystemPackage

extension Stream {
    /// Sends as much of a part of a file as the socket takes at this moment, straight from the page cache
    /// (`sendfile(2)`), and never waits for the socket.
    ///
    /// `sendfile` knows no MSG_NOSIGNAL: the process has to have called `SignalWatcher.ignoreBrokenPipes()`.
    /// What is not in memory is read by the loop's thread, so callers ask for no more than they can wait for.
    ///
    /// Through TLS the file is read into memory that all streams of the loop share and encrypted from there, unless the
    /// kernel does that. Nothing of it is kept across a wait: what the socket had no room for is read again.
    ///
    /// - Parameters:
    ///   - file: An open regular file; its own position is neither used nor moved.
    ///   - offset: The first byte to send, not negative.
    ///   - count: How many bytes to send at most, more than 0.
    ///   - more: Whether something is to follow these bytes at once, so that records and segments are filled.
    /// - Returns: How many bytes were taken, nil when there is no room.
    /// - Throws: `.truncated` when the file ends before the offset; `.reset`, `.closed`, `.tls` or `.failed`.
    package func trySendFile(
        _ file: Int32, offset: Int64, count: Int64, more: Bool = false
    ) throws(StreamError) -> Int64? {
        precondition(offset >= 0 && count > 0 && offset <= Int64.max - count, "no part of a file")
        let descriptor = try descriptor()
        guard registration.isReady(for: .writing) else { return nil }
        let moved: Int64
        if let tls, !tls.kernelSends {
            moved = try encrypt(file, offset: offset, count: count, more: more, by: tls)
        } else {
            moved = clinux_sendfile(descriptor, file, offset, Int(count))
        }
        if moved > 0 { return moved }
        guard moved < 0 else { throw .truncated }
        let errno = Errno(rawValue: Int32(-moved))
        guard errno == .wouldBlock else { throw StreamError(errno) }
        registration.clear(.writing)
        return nil
    }

    /// Sends what the socket takes of a part of a file, in `sendfile`'s convention.
    private func encrypt(
        _ file: Int32, offset: Int64, count: Int64, more: Bool, by tls: TLSSession
    ) throws(StreamError) -> Int64 {
        guard try tls.flush() else { return -Int64(Errno.wouldBlock.rawValue) }
        let buffer = unsafe loop.fileBuffer.bytes
        let wanted = min(count, Int64(buffer.count))
        let read = unsafe clinux_pread(file, buffer.baseAddress, Int(wanted), offset)
        guard read > 0 else { return read }
        let plain = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<Int(read)])
        let sent = unsafe try tls.send(plain, more: more || read < count)
        return sent.map(Int64.init) ?? -Int64(Errno.wouldBlock.rawValue)
    }
}
