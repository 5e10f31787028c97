import Networking
import Secrets

/// A connection to a mail server, secure and signed in as configured, on which mails go one after the other.
///
/// Confined to the loop of its stream.
final class SMTPConnection {
    /// Bytes of a message that are sent with one deadline.
    private static let blockSize = 16 << 10

    /// Messages that the server has taken over this connection.
    private(set) var delivered = 0

    /// Whether a message was sent with its end and the server has not said yet whether it took it.
    private(set) var awaitsConfirmation = false

    /// Whether the server has said that nothing more will come.
    var peerHasEnded: Bool { stream.peerHasEnded }

    private let conversation: SMTPConversation
    private let configuration: SMTPConfiguration

    /// What the server offered in its last answer to EHLO.
    private var capabilities = SMTPCapabilities()

    /// Whether a refused mail's transaction is still open.
    private var needsReset = false

    private var stream: Stream { conversation.stream }
    private var limits: SMTPLimits { configuration.limits }

    private init(_ stream: Stream, _ configuration: SMTPConfiguration) {
        conversation = SMTPConversation(stream, limits: configuration.limits)
        self.configuration = configuration
    }

    /// Takes leave, if the server is still there, and closes.
    func close(politely: Bool) async {
        await conversation.close(politely: politely)
    }

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
        let greeting = try await conversation.answer(to: .greeting, conversation.deadline(in: limits.answer))
        guard greeting.code == 220 else { throw .lost(greeting.refusal(of: .greeting)) }
        try await hello()
        if configuration.security == .startTLS {
            try await startTLS()
            try await hello()
        }
        try await signIn()
    }

    private func hello() async throws(SMTPFailure) {
        let reply = try await conversation.ask(.hello(configuration.helloName), .hello)
        guard reply.isPositive else { throw .lost(reply.refusal(of: .hello)) }
        capabilities = SMTPCapabilities(reply)
    }

    private func startTLS() async throws(SMTPFailure) {
        guard capabilities.startTLS else { throw .lost(MailDeliveryError(service: .noTLS)) }
        let reply = try await conversation.ask(.startTLS, .startTLS)
        guard reply.code == 220 else { throw .lost(reply.refusal(of: .startTLS)) }
        // A server is silent until the handshake. What came behind its answer was not secure, and kept for later it would
        // pass for what it says then (CVE-2011-0411 and its kin).
        guard !conversation.hasUnaskedBytes() else { throw .lost(MailDeliveryError(service: .injectedBytes)) }
        conversation.forget()
        capabilities = SMTPCapabilities()
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
                context, host: configuration.host, deadline: conversation.deadline(in: limits.handshake))
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
            let reply = try await conversation.ask(.signIn(user: signIn.user, password: password), .signIn)
            if reply.isPositive { return }
            // 504: the way is not known in spite of the offer (RFC 4954 section 4); everything else is the verdict.
            guard reply.code == 504, capabilities.mechanisms.contains(.login) else {
                throw .lost(reply.refusal(of: .signIn))
            }
        }
        var reply = try await conversation.ask(.signInStepwise, .signIn)
        for text in [signIn.user, password] {
            guard reply.code == 334 else { throw .lost(reply.refusal(of: .signIn)) }
            reply = try await conversation.ask(.answer(text), .signIn)
        }
        guard reply.isPositive else { throw .lost(reply.refusal(of: .signIn)) }
    }

    /// Hands one mail over (RFC 5321 section 3.3).
    ///
    /// - Throws: a refusal, after which the next mail may follow, or the loss of the connection.
    func deliver(_ mail: RenderedMail) async throws(SMTPFailure) {
        if needsReset {
            let reply = try await conversation.ask(.reset, .reset)
            guard reply.isPositive else { throw .lost(reply.refusal(of: .reset), isFarewell: true) }
            needsReset = false
        }
        try check(mail)
        try await announce(mail)
        let reply = try await conversation.ask(.data, .message)
        guard reply.code == 354 else { throw refusal(reply, of: .message) }
        try await send(DotStuffing.encode(mail.bytes))
        try await confirm()
    }

    /// Refuses what the server has said it cannot take, without asking it.
    private func check(_ mail: RenderedMail) throws(SMTPFailure) {
        guard !mail.envelopeRecipients.isEmpty else {
            throw .refused(MailDeliveryError(.permanent, reason: "the mail has no recipient"))
        }
        if mail.needsSMTPUTF8, !capabilities.smtpUTF8 {
            throw .refused(
                MailDeliveryError(.permanent, cause: .addressNotServed, reason: MailFault.addressNotServed.words))
        }
        if let most = capabilities.largestMessage, mail.bytes.count > most {
            throw .refused(
                MailDeliveryError(
                    .permanent, cause: .tooLarge,
                    reason: "\(MailFault.tooLarge.words): \(mail.bytes.count) octets, at most \(most) are taken"))
        }
    }

    private func announce(_ mail: RenderedMail) async throws(SMTPFailure) {
        var parameters = SMTPCommand.SenderParameters()
        if capabilities.size { parameters.size = mail.bytes.count }
        parameters.isInternational = mail.needsSMTPUTF8
        parameters.isEightBit = capabilities.eightBitMIME && mail.bytes.contains { $0 >= 0x80 }
        let reply = try await conversation.ask(.sender(mail.envelopeSender, parameters), .sender)
        guard reply.isPositive else { throw refusal(reply, of: .sender) }
        for recipient in mail.envelopeRecipients {
            let reply = try await conversation.ask(.recipient(recipient), .recipient)
            guard reply.isPositive else { throw refusal(reply, of: .recipient) }
        }
    }

    private func refusal(_ reply: SMTPReply, of step: SMTPStep) -> SMTPFailure {
        let error = reply.refusal(of: step)
        // An answer that is neither yes nor no: nobody knows where the conversation stands.
        guard error.cause != .notSMTP else { return .lost(error) }
        needsReset = true
        return .refused(error)
    }

    private func send(_ message: [UInt8]) async throws(SMTPFailure) {
        var rest = message[...]
        while !rest.isEmpty {
            let block = Array(rest.prefix(Self.blockSize))
            rest = rest.dropFirst(block.count)
            if rest.isEmpty { awaitsConfirmation = true }
            do throws(StreamError) {
                try await stream.send(block, deadline: conversation.deadline(in: limits.answer))
            } catch {
                throw lost(MailDeliveryError(error, "while the message was sent"))
            }
        }
    }

    /// Waits for the server's word that it has taken the message over.
    private func confirm() async throws(SMTPFailure) {
        let reply: SMTPReply
        do throws(SMTPFailure) {
            reply = try await conversation.answer(to: .message, conversation.deadline(in: limits.confirmation))
        } catch {
            throw lost(error.error)
        }
        awaitsConfirmation = false
        guard reply.isPositive else { throw refusal(reply, of: .message) }
        delivered += 1
    }

    /// The connection is lost in or after the message, which must not be sent again right away: the server may have it.
    private func lost(_ error: MailDeliveryError) -> SMTPFailure {
        let wasSent = awaitsConfirmation
        awaitsConfirmation = false
        // A verdict is a verdict, also one that ends the conversation.
        guard wasSent, error.replyCode == nil else { return .lost(error) }
        let reason = "\(MailFault.unconfirmed.words), and it will be sent again under the same Message-ID"
        return .lost(
            MailDeliveryError(.temporary, cause: .unconfirmed, reason: "\(reason): \(error.reason)"))
    }
}
