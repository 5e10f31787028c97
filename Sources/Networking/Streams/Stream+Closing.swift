internal import Glibc

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
                switch try discard() {
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

    private func discard() throws(StreamError) -> ReceiveResult {
        let outcome = unsafe withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) {
            (scratch) -> Result<ReceiveResult, StreamError> in
            // The socket's own bytes: nobody will read them, so there is nothing to decrypt.
            Result { () throws(StreamError) in unsafe try receivePlain(try descriptor(), into: scratch) }
        }
        return try outcome.get()
    }
}
