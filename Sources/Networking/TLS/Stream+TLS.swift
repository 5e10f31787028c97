extension Stream {
    /// Makes the stream secure as the server's side; from then on everything goes through TLS.
    ///
    /// After an error the stream is good for `linger` and `close` only; the peer has been sent the alert, if there is
    /// one for it.
    ///
    /// - Throws: `.tls` for what is not TLS or has nothing in common with the context; `.reset` also for a peer that
    ///   ends in between; `.timedOut`, `.cancelled`, `.closed`, `.exhausted` or `.failed`.
    package func acceptTLS(_ context: TLSServerContext, deadline: Deadline) async throws(StreamError) {
        _ = try descriptor()
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
        _ = try descriptor()
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
