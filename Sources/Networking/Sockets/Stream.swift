internal import CLinux
internal import Glibc
package import Platform
package import SystemPackage

/// A connected stream socket on an event loop, plain or through TLS; owned by one actor of that loop.
///
/// System calls come first and waits only after EAGAIN; where the last call has shown that there is nothing to get, not
/// even the call is made. A wait allocates nothing. One task may read and another write at the same time, but no two
/// do the same.
///
/// Waits do not listen to task cancellation, which would cost more than the wait itself: the owner, on the loop, calls
/// `interrupt()` or `close()`. Every async function stays on the actor that calls it.
package final class Stream {
    /// How often reads or writes may succeed in a row before others get a turn.
    static let turn = 32

    /// The address at the other end.
    package let peer: SocketAddress

    private let socket: Socket
    /// Everything sent and received goes through it once the handshake is complete.
    private(set) var tls: TLSSession?
    private var streak = 0

    var registration: Registration { socket.registration }

    /// Takes over a connected socket: makes it non-blocking and, for TCP, sends segments without delay.
    ///
    /// Only for code on the loop.
    ///
    /// - Throws: The errno of the system call that refused; the descriptor is closed then.
    package init(_ descriptor: consuming Descriptor, peer: SocketAddress, loop: EventLoop) throws(Errno) {
        self.peer = peer
        _ = try result(clinux_set_nonblocking(descriptor.rawValue))
        if peer.isInternet { _ = try result(clinux_set_nodelay(descriptor.rawValue)) }
        socket = Socket(registration: try Registration(descriptor, on: loop))
    }

    deinit {
        registration.abandon()
    }

    /// The loop whose thread the stream lives on.
    package var loop: EventLoop {
        registration.loop
    }

    /// Whether `close()` has not been called yet.
    package var isOpen: Bool {
        registration.descriptor >= 0
    }

    /// Whether the peer is known to have ended its side or broken the connection, as of the loop's last round.
    ///
    /// Bytes that it sent before may still be there to read.
    package var peerHasEnded: Bool {
        registration.hasEnded
    }

    /// Gives others a turn after a long row of calls that did not have to wait.
    private func takeTurn() async {
        streak += 1
        guard streak >= Self.turn else { return }
        streak = 0
        await loop.yield()
    }

    private func wait(for direction: Registration.Direction, _ deadline: Deadline) async throws(StreamError) {
        if registration.isReady(for: direction) {
            await takeTurn()
        } else {
            streak = 0
        }
        switch await registration.wait(for: direction, until: deadline) {
        case .ready: return
        case .timedOut: throw .timedOut
        case .interrupted: throw .cancelled
        case .closed: throw .closed
        }
    }
}

/// Begins.
extension Stream {
    /// Connects to an address; only for code on the loop.
    ///
    /// - Throws: `.timedOut`, `.cancelled`, `.exhausted`, or `.failed` with the errno of `connect(2)`, such as a
    ///   refused connection.
    package static func connect(
        to address: SocketAddress, loop: EventLoop, deadline: Deadline
    ) async throws(StreamError) -> Stream {
        let stream: Stream
        let isPending: Bool
        do throws(Errno) {
            let descriptor = Descriptor(try result(clinux_socket(address.family)))
            isPending = try address.connect(descriptor.rawValue)
            stream = try Stream(descriptor, peer: address, loop: loop)
        } catch {
            throw StreamError(error)
        }
        if isPending {
            stream.registration.clear(.writing)
            try await stream.untilWritable(deadline)
            do throws(Errno) {
                _ = try result(clinux_socket_error(stream.registration.descriptor))
            } catch {
                throw StreamError(error)
            }
        }
        return stream
    }

    /// Makes the stream secure as the server's side; from then on everything goes through TLS.
    ///
    /// After an error the stream is good for `linger` and `close` only; the peer has been sent the alert, if there is
    /// one for it.
    ///
    /// - Throws: `.tls` for what is not TLS or has nothing in common with the context; `.reset` also for a peer that
    ///   ends in between; `.timedOut`, `.cancelled`, `.closed`, `.exhausted` or `.failed`.
    package func acceptTLS(_ context: TLSServerContext, deadline: Deadline) async throws(StreamError) {
        guard isOpen else { throw .closed }
        guard let session = unsafe TLSSession(context.makeSession(), on: registration, context: context) else {
            throw .exhausted
        }
        try await secure(by: session, deadline: deadline)
    }

    /// Makes the stream secure as the client's side, once the server has shown to be the host.
    ///
    /// Unlike a server, a client takes an end without `close_notify` for a broken connection (`.reset`).
    ///
    /// The host is a DNS name or an IP address, as the certificate has to name it; the name is asked for by SNI.
    ///
    /// - Throws: `.certificate` with what is wrong with the server's; `.tls` for what is not TLS; the others as
    ///   `acceptTLS`.
    package func connectTLS(
        _ context: TLSClientContext, host: String, deadline: Deadline
    ) async throws(StreamError) {
        guard isOpen else { throw .closed }
        guard
            let session = unsafe TLSSession(context.makeSession(host: host), on: registration, context: context)
        else { throw .tls("no session for the host \(host)") }
        try await secure(by: session, deadline: deadline)
    }

    /// Whether what is sent and received goes through TLS.
    package var isSecure: Bool {
        tls != nil
    }

    /// The protocol that ALPN has chosen, nil for none; made anew by each call.
    package var negotiatedProtocol: String? {
        tls?.negotiatedProtocol
    }

    /// Does the handshake; the session is the stream's when it is complete.
    func secure(by session: TLSSession, deadline: Deadline) async throws(StreamError) {
        precondition(tls == nil, "a stream is made secure once")
        while true {
            let step = try session.handshake()
            while try !session.flush() {
                try await untilWritable(deadline)
            }
            switch step {
            case .done:
                tls = session
                return
            case .reading: try await untilReadable(deadline)
            case .writing: try await untilWritable(deadline)
            }
            // A peer that always sends a bit would otherwise never have to wait, nor be late.
            if deadline.hasPassed(at: loop.now) { throw .timedOut }
        }
    }
}

/// Receives.
extension Stream {
    /// Looks at what is there without taking it (`recv(2)` with MSG_PEEK), and never waits.
    ///
    /// Below TLS: to be used before it begins.
    ///
    /// - Throws: `.reset`, `.closed` or `.failed`.
    package func peek(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> ReceiveResult {
        precondition(unsafe !buffer.isEmpty, "no room to look at anything")
        return unsafe try socket.peek(into: buffer)
    }

    /// Waits until more has come than was seen by `peek`; it may return early.
    ///
    /// - Throws: `.timedOut`, `.cancelled` or `.closed`.
    package func untilMoreReadable(_ deadline: Deadline) async throws(StreamError) {
        // What has been looked at is no news: only bytes that come from now on are, and they are a new event.
        registration.clear(.reading)
        try await untilReadable(deadline)
    }

    /// Receives what is there into a buffer of at least one byte, and never waits (`recv(2)`).
    ///
    /// - Throws: `.reset`, `.closed` or `.failed`; `.tls` for a peer that breaks the protocol.
    package func receive(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> ReceiveResult {
        precondition(unsafe !buffer.isEmpty, "no room to receive anything")
        if let tls, isOpen { return unsafe try tls.receive(into: buffer) }
        return unsafe try socket.receive(into: buffer)
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
}

/// Sends.
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
    package func trySend(_ bytes: Span<UInt8>, more: Bool = false) throws(StreamError) -> Int? {
        guard isOpen else { throw .closed }
        guard !bytes.isEmpty else { return 0 }
        return unsafe try bytes.withUnsafeBytes { bytes throws(StreamError) in
            if let tls, !tls.kernelSends { return unsafe try tls.send(bytes, more: more) }
            return unsafe try socket.send(bytes, more: more)
        }
    }

    /// How many of the bytes that were sent the peer has not acknowledged yet; 0 when that cannot be told.
    ///
    /// Through TLS they are counted as they are encrypted, which makes a few more of them.
    package var unacknowledged: Int {
        socket.unacknowledged + (tls?.pendingCount ?? 0)
    }

    /// Waits until there may be room to send; it may return early, so callers repeat `trySend`.
    ///
    /// - Throws: `.timedOut`, `.cancelled` or `.closed`.
    package func untilWritable(_ deadline: Deadline) async throws(StreamError) {
        try await wait(for: .writing, deadline)
    }

    /// Sends all the bytes of an array, waiting for room; after an error an unknown part of them has gone out.
    ///
    /// - Throws: `.timedOut`, `.cancelled`, `.closed`, `.reset`, `.tls` or `.failed`.
    package func send(_ bytes: [UInt8], more: Bool = false, deadline: Deadline) async throws(StreamError) {
        var sent = 0
        while sent < bytes.count {
            if let count = try trySend(bytes.span.extracting(droppingFirst: sent), more: more) {
                sent += count
                if sent < bytes.count { await takeTurn() }
            } else {
                try await untilWritable(deadline)
            }
        }
    }

    /// Sends as much of a part of a file as the socket takes at this moment (`sendfile(2)`), without waiting for it.
    ///
    /// The process has to have called `SignalWatcher.ignoreBrokenPipes()`. What is not in memory is read by the loop's
    /// thread: callers ask for no more than they can wait for.
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
        guard let tls, !tls.kernelSends else { return try socket.sendFile(file, offset: offset, count: count) }
        guard isOpen else { throw .closed }
        return try tls.sendFile(file, offset: offset, count: count, more: more, by: loop.fileBuffer)
    }
}

/// Ends.
extension Stream {
    /// Ends the own side, so that the peer reads the end after what was sent (`shutdown(2)` with SHUT_WR).
    ///
    /// Through TLS the peer is told first (`close_notify`, RFC 8446 section 6.1), if the socket takes that at once and
    /// nothing was cut short before.
    ///
    /// Without effect on a connection that is gone already.
    package func shutdownSending() {
        guard isOpen else { return }
        tls?.notifyEnd()
        _ = shutdown(registration.descriptor, Int32(SHUT_WR))
    }

    /// Ends the own side as `shutdownSending`, and waits for room to tell a peer on TLS, whose full socket would otherwise
    /// make a complete answer look cut off.
    ///
    /// Returns in any case: when the peer was told, when it is gone, or at the deadline.
    package func endSending(by deadline: Deadline) async {
        guard isOpen else { return }
        if let tls {
            tls.notifyEnd()
            while (try? tls.flush()) == false {
                do throws(StreamError) {
                    try await untilWritable(deadline)
                } catch {
                    break
                }
            }
        }
        if isOpen { _ = shutdown(registration.descriptor, Int32(SHUT_WR)) }
    }

    /// Ends the waits that go on at this moment with `.cancelled`; the stream stays usable.
    ///
    /// A task that has been woken already but has not run yet is not reached: whoever stops a server notes that first
    /// and then interrupts, and the tasks look at the note before they wait.
    package func interrupt() {
        registration.wake(.interrupted)
    }

    /// Closes the connection at once; waits end with `.closed`, as does everything that is asked later.
    ///
    /// Bytes that the peer has sent and nobody has read make the kernel break the connection, which may cost the peer
    /// an answer that it has not read yet: see `linger`. A peer on TLS is told as by `shutdownSending`.
    package func close() {
        if let tls, isOpen {
            tls.notifyEnd()
            tls.detach()
        }
        registration.close()
    }

    /// Ends the own side, throws away what the peer still sends until it ends its own, and closes.
    ///
    /// For the last answer to a peer that is still sending (RFC 9112 section 9.6).
    ///
    /// - Parameters:
    ///   - limit: How many bytes to throw away at most.
    ///   - deadline: When to close whatever comes.
    package func linger(limit: Int, deadline: Deadline) async {
        await endSending(by: deadline)
        var left = limit
        do throws(StreamError) {
            while left > 0 {
                // The socket's own bytes: nobody will read them, so there is nothing to decrypt.
                switch try socket.discard() {
                case .received(let count):
                    left -= count
                    await takeTurn()
                case .end: left = 0
                case .wouldBlock: try await untilReadable(deadline)
                }
                if deadline.hasPassed(at: loop.now) { left = 0 }
            }
        } catch {
            // Broken, late, or interrupted: closed all the same.
        }
        close()
    }
}
