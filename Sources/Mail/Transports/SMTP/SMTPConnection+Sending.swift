internal import Networking

extension SMTPConnection {
    /// Octets of a message that are sent with one deadline.
    private static let blockSize = 16 << 10

    /// Hands one mail over (RFC 5321 section 3.3).
    ///
    /// - Throws: a refusal, after which the next mail may follow, or the loss of the connection.
    func deliver(_ mail: RenderedMail) async throws(SMTPFailure) {
        if needsReset {
            let reply = try await ask(.reset, .reset)
            guard reply.isPositive else { throw .lost(reply.refusal(of: .reset), isFarewell: true) }
            needsReset = false
        }
        try check(mail)
        try await announce(mail)
        let reply = try await ask(.data, .message)
        guard reply.code == 354 else { throw refusal(reply, of: .message) }
        try await send(DotStuffing.encode(mail.octets))
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
        if let most = capabilities.largestMessage, mail.octets.count > most {
            throw .refused(
                MailDeliveryError(
                    .permanent, cause: .tooLarge,
                    reason: "\(MailFault.tooLarge.words): \(mail.octets.count) octets, at most \(most) are taken"))
        }
    }

    private func announce(_ mail: RenderedMail) async throws(SMTPFailure) {
        var parameters = SMTPCommand.SenderParameters()
        if capabilities.size { parameters.size = mail.octets.count }
        parameters.isInternational = mail.needsSMTPUTF8
        parameters.isEightBit = capabilities.eightBitMIME && mail.octets.contains { $0 >= 0x80 }
        let reply = try await ask(.sender(mail.envelopeSender, parameters), .sender)
        guard reply.isPositive else { throw refusal(reply, of: .sender) }
        for recipient in mail.envelopeRecipients {
            let reply = try await ask(.recipient(recipient), .recipient)
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
                try await stream.send(block, deadline: deadline(in: limits.answer))
            } catch {
                throw lost(MailDeliveryError(error, "while the message was sent"))
            }
        }
    }

    /// Waits for the server's word that it has taken the message over.
    private func confirm() async throws(SMTPFailure) {
        let reply: SMTPReply
        do throws(SMTPFailure) {
            reply = try await answer(to: .message, deadline(in: limits.confirmation))
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
