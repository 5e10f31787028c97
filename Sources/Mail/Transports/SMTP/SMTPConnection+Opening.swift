internal import Networking
internal import Secrets

extension SMTPConnection {
    /// Connects, becomes secure and signs in, as configured; only for code on the loop.
    static func open(
        _ configuration: SMTPConfiguration, loop: EventLoop
    ) async throws(MailDeliveryError) -> SMTPConnection {
        let stream = try await connect(configuration, loop: loop)
        let connection = SMTPConnection(stream, configuration)
        do throws(SMTPFailure) {
            try await connection.establish()
        } catch {
            stream.close()
            throw error.error
        }
        return connection
    }

    /// Connects to the first address that answers.
    private static func connect(
        _ configuration: SMTPConfiguration, loop: EventLoop
    ) async throws(MailDeliveryError) -> Stream {
        let limits = configuration.limits
        let addresses: [SocketAddress]
        do throws(NameError) {
            addresses = try await configuration.resolver.addresses(
                of: configuration.host, port: configuration.port, loop: loop,
                deadline: loop.deadline(in: limits.name))
        } catch {
            throw MailDeliveryError(error, host: configuration.host)
        }
        if configuration.security == .none, let address = addresses.first(where: { !$0.isLoopback }) {
            throw MailDeliveryError(service: .notLoopback, "\(address)")
        }
        var failure = MailDeliveryError(service: .unreachable, configuration.host)
        for address in addresses {
            do throws(StreamError) {
                return try await Stream.connect(
                    to: address, loop: loop, deadline: loop.deadline(in: limits.connection))
            } catch {
                failure = MailDeliveryError(error, "\(address)")
                guard error != .cancelled else { break }
            }
        }
        throw failure
    }

    private func establish() async throws(SMTPFailure) {
        if configuration.security == .tls { try await secure() }
        let greeting = try await answer(to: .greeting, deadline(in: limits.answer))
        guard greeting.code == 220 else { throw .lost(greeting.refusal(of: .greeting)) }
        try await hello()
        if configuration.security == .startTLS {
            try await startTLS()
            try await hello()
        }
        try await signIn()
    }

    private func hello() async throws(SMTPFailure) {
        let reply = try await ask(.hello(configuration.helloName), .hello)
        guard reply.isPositive else { throw .lost(reply.refusal(of: .hello)) }
        capabilities = SMTPCapabilities(reply)
    }

    private func startTLS() async throws(SMTPFailure) {
        guard capabilities.startTLS else { throw .lost(MailDeliveryError(service: .noTLS)) }
        let reply = try await ask(.startTLS, .startTLS)
        guard reply.code == 220 else { throw .lost(reply.refusal(of: .startTLS)) }
        // A server is silent until the handshake. What came behind its answer was not secure, and kept for later it would
        // pass for what it says then (CVE-2011-0411 and its kin).
        guard !hasUnaskedOctets() else { throw .lost(MailDeliveryError(service: .injectedOctets)) }
        forget()
        try await secure()
    }

    private func secure() async throws(SMTPFailure) {
        let context: TLSClientContext
        do throws(TLSError) {
            context = try TLSClientContext(authorities: configuration.authorities)
        } catch {
            throw .lost(MailDeliveryError(service: .settings, "\(error)"))
        }
        do throws(StreamError) {
            try await stream.connectTLS(
                context, host: configuration.host, deadline: deadline(in: limits.handshake))
        } catch {
            throw .lost(MailDeliveryError(error, "during the TLS handshake"))
        }
    }

    private func signIn() async throws(SMTPFailure) {
        guard let signIn = configuration.signIn else { return }
        // Said twice on purpose: no way around the checks before this may ever send a password in clear.
        guard stream.isSecure || stream.peer.isLoopback else {
            throw .lost(MailDeliveryError(service: .notLoopback, "\(stream.peer)"))
        }
        guard !capabilities.mechanisms.isEmpty else { throw .lost(MailDeliveryError(service: .noSignIn)) }
        let password: String
        do throws(MailDeliveryError) {
            password = try signIn.password().reveal()
        } catch {
            throw .lost(error)
        }
        if capabilities.mechanisms.contains(.plain) {
            let reply = try await ask(.signIn(user: signIn.user, password: password), .signIn)
            if reply.isPositive { return }
            // 504: the way is not known in spite of the offer (RFC 4954 section 4); everything else is the verdict.
            guard reply.code == 504, capabilities.mechanisms.contains(.login) else {
                throw .lost(reply.refusal(of: .signIn))
            }
        }
        var reply = try await ask(.signInStepwise, .signIn)
        for text in [signIn.user, password] {
            guard reply.code == 334 else { throw .lost(reply.refusal(of: .signIn)) }
            reply = try await ask(.answer(text), .signIn)
        }
        guard reply.isPositive else { throw .lost(reply.refusal(of: .signIn)) }
    }
}
