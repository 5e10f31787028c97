internal import CLinux
internal import Platform
package import SystemPackage

/// A connected socket on an event loop, and the system calls on it, none of which waits.
///
/// Where the last call has shown that there is nothing to get, not even the call is made.
struct Socket {
    let registration: Registration

    /// The open descriptor's number.
    func descriptor() throws(StreamError) -> Int32 {
        guard registration.descriptor >= 0 else { throw .closed }
        return registration.descriptor
    }

    /// Receives what is there into a buffer of at least one byte (`recv(2)`).
    @inline(__always)
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> ReceiveResult {
        let descriptor = try descriptor()
        guard registration.isReady(for: .reading) else { return .wouldBlock }
        let count = unsafe clinux_receive(descriptor, buffer.baseAddress, buffer.count)
        if count > 0 {
            // A short read has emptied the socket: bytes or an end that come now are a new event. An end that was
            // reported before the read is not, so then the next call has to look.
            if count < buffer.count, !registration.hasEnded { registration.clear(.reading) }
            return .received(Int(count))
        }
        return try nothingRead(count)
    }

    /// Throws away what is there.
    func discard() throws(StreamError) -> ReceiveResult {
        let outcome = unsafe withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) {
            (scratch) -> Result<ReceiveResult, StreamError> in
            Result { () throws(StreamError) in unsafe try receive(into: scratch) }
        }
        return try outcome.get()
    }

    /// Looks at what is there without taking it (`recv(2)` with MSG_PEEK).
    func peek(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> ReceiveResult {
        let descriptor = try descriptor()
        guard registration.isReady(for: .reading) else { return .wouldBlock }
        let count = unsafe clinux_peek(descriptor, buffer.baseAddress, buffer.count)
        return count > 0 ? .received(Int(count)) : try nothingRead(count)
    }

    /// Sends as much as the socket takes (`send(2)` with MSG_NOSIGNAL), nil when there is no room.
    @inline(__always)
    func send(_ bytes: UnsafeRawBufferPointer, more: Bool) throws(StreamError) -> Int? {
        let descriptor = try descriptor()
        guard registration.isReady(for: .writing) else { return nil }
        let count = unsafe clinux_send(descriptor, bytes.baseAddress, bytes.count, more ? 1 : 0)
        guard count < 0 else { return Int(count) }
        try notWritten(count)
        return nil
    }

    /// Sends as much of a part of a file as the socket takes (`sendfile(2)`), nil when there is no room.
    func sendFile(_ file: Int32, offset: Int64, count: Int64) throws(StreamError) -> Int64? {
        let descriptor = try descriptor()
        guard registration.isReady(for: .writing) else { return nil }
        let moved = clinux_sendfile(descriptor, file, offset, Int(count))
        if moved > 0 { return moved }
        guard moved < 0 else { throw .truncated }
        try notWritten(moved)
        return nil
    }

    /// How many bytes that were sent the peer has not acknowledged yet; 0 when that cannot be told.
    var unacknowledged: Int {
        max(0, Int(clinux_unacknowledged(registration.descriptor)))
    }

    /// What a read means that has read nothing: 0 or a negated errno.
    private func nothingRead(_ count: Int64) throws(StreamError) -> ReceiveResult {
        guard count < 0 else { return .end }
        let errno = Errno(rawValue: Int32(-count))
        guard errno == .wouldBlock else { throw StreamError(errno) }
        registration.clear(.reading)
        return .wouldBlock
    }

    /// Notes that there is no room; throws what else a negated errno means.
    private func notWritten(_ count: Int64) throws(StreamError) {
        let errno = Errno(rawValue: Int32(-count))
        guard errno == .wouldBlock else { throw StreamError(errno) }
        registration.clear(.writing)
    }
}

/// What a receive that never waits has found.
package enum ReceiveResult: Sendable, Hashable {
    /// So many bytes, at least one.
    case received(Int)
    /// The peer has ended its side; no bytes will come any more.
    case end
    /// Nothing at this moment.
    case wouldBlock
}

/// Why a stream or listener could not do what was asked.
package enum StreamError: Error, Hashable, CustomStringConvertible {
    /// The deadline passed, or nothing moved for the time allowed.
    case timedOut
    /// The wait was interrupted by its owner, or the loop is stopping. The descriptor is still good.
    case cancelled
    /// The descriptor was closed on this side.
    case closed
    /// The peer broke the connection (ECONNRESET, EPIPE, ECONNABORTED).
    case reset
    /// A file had fewer bytes than it was to deliver.
    case truncated
    /// There are no descriptors or no memory for another connection (EMFILE, ENFILE, ENOBUFS, ENOMEM).
    case exhausted
    /// The peer does not speak TLS as it should; the text says why.
    case tls(String)
    /// The server could not show that it is the one it should be.
    case certificate(TLSCertificateRefusal)
    /// Any other failed system call.
    case failed(Errno)

    /// The error that an errno stands for.
    package init(_ errno: Errno) {
        switch errno {
        case .connectionReset, .brokenPipe, .connectionAbort: self = .reset
        case let errno where Errno.shortages.contains(errno): self = .exhausted
        default: self = .failed(errno)
        }
    }

    package var description: String {
        switch self {
        case .timedOut: "the time allowed is up"
        case .cancelled: "the wait was interrupted"
        case .closed: "the connection is closed"
        case .reset: "the peer broke the connection"
        case .truncated: "the file is shorter than it was to be"
        case .exhausted: "no descriptors or no memory for another connection"
        case .tls(let reason): "TLS: \(reason)"
        case .certificate(let refusal): "TLS: \(refusal)"
        case .failed(let errno): errno.description
        }
    }
}
