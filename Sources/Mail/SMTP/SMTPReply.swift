import Codecs

/// An answer of a mail server (RFC 5321 section 4.2).
package struct SMTPReply: Sendable, Hashable {
    /// 200 to 559.
    package let code: Int

    /// What the first line says in the terms of RFC 3463 (RFC 2034), if it does and does not contradict the code.
    package let status: EnhancedStatusCode?

    /// The texts of the lines, at least one, without code and status; ill-formed UTF-8 is repaired.
    package let lines: [String]

    /// Takes the parts.
    package init(code: Int, status: EnhancedStatusCode? = nil, lines: [String]) {
        self.code = code
        self.status = status
        self.lines = lines
    }

    /// The text in one line.
    package var text: String {
        lines.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// 2yz: done.
    package var isPositive: Bool { code / 100 == 2 }
    /// 4yz: not now.
    package var isTransient: Bool { code / 100 == 4 }

    /// What it means that a step was answered like this, which is not what the step wanted.
    ///
    /// Only a lasting refusal of the recipient or the message is permanent. What every other mail would meet as well, a
    /// refused sender say, is about the service and waits for it to be put right.
    package func refusal(of step: SMTPStep) -> MailDeliveryError {
        let cause = cause(of: step)
        let isService = Self.isAboutService(cause)
        let detail = text.isEmpty ? "" : ": \(text)"
        return MailDeliveryError(
            isTransient ? .temporary : .permanent, scope: isService ? .service : .mail, cause: cause,
            replyCode: code, status: status, reason: "\(cause.words)\(detail)")
    }

    private func cause(of step: SMTPStep) -> MailFault {
        // 421 may come at any time (RFC 5321 section 3.8).
        guard code != 421 else { return .serverBusy }
        guard isTransient || code / 100 == 5 else { return .notSMTP }
        switch step {
        case .greeting: return isTransient ? .serverBusy : .clientRefused
        case .hello: return isTransient ? .serverBusy : says("helo") ? .clientRefused : .notSMTP
        case .startTLS: return .noTLS
        case .signIn: return isTransient ? .serverBusy : .signInRefused
        case .reset: return .serverBusy
        case .sender: return senderCause
        case .recipient, .message:
            // Many servers keep their verdict on client and sender until they have heard the recipient.
            if let cause = serviceCause { return cause }
            return step == .recipient ? recipientCause : messageCause
        }
    }

    private var senderCause: MailFault {
        if let cause = sizeCause ?? addressCause ?? serviceCause { return cause }
        return isTransient ? .serverBusy : .senderRefused
    }

    /// What a refusal says about client, sender or sign-in rather than about the recipient.
    private var serviceCause: MailFault? {
        if code == 530, says("starttls") { return .noTLS }
        if code == 530 || isStatus(7, 0) && says("authentication") { return .signInNeeded }
        if says("sender address rejected") || isStatus(1, 7) || isStatus(1, 8) {
            return isTransient ? .serverBusy : .senderRefused
        }
        if says("client host rejected") || says("helo command rejected") {
            return isTransient ? .serverBusy : .clientRefused
        }
        // Of a mailbox that does not exist (5.1.x), the name of its domain may stand there.
        if says("relay"), status?.subject != 1 { return .relayingRefused }
        // The mail system as a whole: 4.3.x, and 452 without a word about the mailbox.
        if isTransient, status?.subject == 3 { return .serverBusy }
        return nil
    }

    private var recipientCause: MailFault {
        if isStatus(2, 2) || code == 552 || code == 452 && status == nil { return .mailboxFull }
        if let cause = sizeCause ?? addressCause { return cause }
        if isTransient {
            return says("greylist") || says("graylist") || says("grey list") ? .greylisted : .recipientBusy
        }
        if status?.subject == 1 || status == nil && (code == 550 || code == 553) { return .recipientUnknown }
        return .recipientRefused
    }

    private var messageCause: MailFault {
        if isStatus(2, 2) { return .mailboxFull }
        if let cause = sizeCause ?? addressCause { return cause }
        return isTransient ? .contentDelayed : .contentRefused
    }

    private var sizeCause: MailFault? {
        isStatus(3, 4) || isStatus(2, 3) || code == 552 && status == nil ? .tooLarge : nil
    }

    /// RFC 6531 section 3.5: an address or a header that is not ASCII cannot go on from here.
    private var addressCause: MailFault? {
        guard !isTransient, let status, status.subject == 6 else { return nil }
        return (7...10).contains(status.detail) ? .addressNotServed : nil
    }

    private func isStatus(_ subject: Int, _ detail: Int) -> Bool {
        status?.subject == subject && status?.detail == detail
    }

    /// Whether the text has these words, which are given in small letters.
    ///
    /// Addresses do not count: a recipient may be called `relay-office@example.org`.
    private func says(_ words: String) -> Bool {
        let spoken = text.utf8.split(separator: UInt8(ascii: " ")).filter { !$0.contains(UInt8(ascii: "@")) }
        let bytes = Array(spoken.joined(separator: " ".utf8)).map { ASCII.lowercased($0) }
        let wanted = Array(words.utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains { bytes[$0...].starts(with: wanted) }
    }

    private static func isAboutService(_ cause: MailFault) -> Bool {
        switch cause {
        case .recipientUnknown, .recipientRefused, .recipientBusy, .mailboxFull, .greylisted, .tooLarge,
            .contentRefused, .contentDelayed, .addressNotServed:
            false
        default: true
        }
    }
}

/// What a mail server answers to, which decides what its answer means.
package enum SMTPStep: Sendable, Hashable {
    case greeting
    case hello
    case startTLS
    case signIn
    case reset
    case sender
    case recipient
    /// DATA, and the message itself.
    case message
}
