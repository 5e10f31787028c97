/// Why a mail was not handed over.
package struct MailDeliveryError: Error, Sendable, Hashable {
    /// Whether another attempt can help.
    package enum Persistence: Sendable, Hashable {
        /// Try again later.
        case temporary
        /// The same mail will be refused again.
        case permanent
    }

    /// What an error is about.
    package enum Scope: Sendable, Hashable {
        /// This mail or its recipient; others may go well.
        case mail
        /// The way itself: the mail server, the network, the settings. Every mail would meet the same, and each can go
        /// once it is put right, so that such an error is always temporary.
        case service
    }

    package let persistence: Persistence
    package let scope: Scope

    /// What happened, to be told apart by programs.
    package let cause: MailFault

    /// The reply code of the mail server (RFC 5321 section 4.2), if one spoke.
    package let replyCode: Int?

    /// What the mail server said in the terms of RFC 3463, if it did.
    package let status: EnhancedStatusCode?

    /// What happened, one line for people who run the server: at most 500 scalars, no control characters.
    package let reason: String

    /// Takes the facts; a reason from outside may hold anything and is brought to one clean line.
    ///
    /// An error about the service is temporary whatever else is said.
    package init(
        _ persistence: Persistence, scope: Scope = .mail, cause: MailFault = .other, replyCode: Int? = nil,
        status: EnhancedStatusCode? = nil, reason: String
    ) {
        self.persistence = scope == .service ? .temporary : persistence
        self.scope = scope
        self.cause = cause
        self.replyCode = replyCode
        self.status = status
        var clean = String.UnicodeScalarView()
        for scalar in reason.unicodeScalars.prefix(500) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: clean.append(" ")
            default: clean.append(scalar)
            }
        }
        self.reason = String(clean)
    }

    /// An error about the way, with its cause in plain words and perhaps what was said or found behind.
    package init(service cause: MailFault, _ detail: String = "") {
        self.init(
            .temporary, scope: .service, cause: cause,
            reason: detail.isEmpty ? cause.words : "\(cause.words): \(detail)")
    }
}

extension MailDeliveryError: CustomStringConvertible {
    /// The reason with the server's codes behind it: `mailbox full (452 4.2.2)`.
    package var description: String {
        let codes = [replyCode.map { "\($0)" }, status.map { "\($0)" }].compactMap(\.self)
        return codes.isEmpty ? reason : "\(reason) (\(codes.joined(separator: " ")))"
    }
}

/// What can be wrong when a mail is handed over; the raw values are a contract with scripts.
package enum MailFault: String, Sendable, Hashable, CaseIterable {
    // On the way to the server.
    case nameNotFound = "name-not-found"
    case nameServer = "name-server"
    case connectionRefused = "connection-refused"
    case unreachable
    case timedOut = "timed-out"
    case connectionLost = "connection-lost"

    // About trust.
    case noTLS = "no-tls"
    case tlsFailed = "tls-failed"
    case certificateUntrusted = "certificate-untrusted"
    case certificateOtherName = "certificate-other-name"
    case certificateExpired = "certificate-expired"
    case certificateNotYetValid = "certificate-not-yet-valid"
    case certificateRefused = "certificate-refused"
    case injectedBytes = "injected-octets"
    case notLoopback = "not-loopback"

    // The server and this machine.
    case notSMTP = "not-smtp"
    case serverBusy = "server-busy"
    case clientRefused = "client-refused"
    case noSignIn = "no-sign-in"
    case signInNeeded = "sign-in-needed"
    case signInRefused = "sign-in-refused"
    case senderRefused = "sender-refused"
    case relayingRefused = "relaying-refused"
    case settings

    // This mail.
    case recipientUnknown = "recipient-unknown"
    case recipientRefused = "recipient-refused"
    case recipientBusy = "recipient-busy"
    case mailboxFull = "mailbox-full"
    case greylisted
    case tooLarge = "too-large"
    case contentRefused = "content-refused"
    case contentDelayed = "content-delayed"
    case addressNotServed = "address-not-served"
    case unconfirmed

    // The other transports.
    case folder
    case programMissing = "program-missing"
    case programFailed = "program-failed"

    /// The process ends.
    case stopping
    case other

    /// The same in plain words, to begin a line with.
    package var words: String {
        switch self {
        case .nameNotFound: "the mail server's name was not found"
        case .nameServer: "the mail server's name could not be looked up"
        case .connectionRefused: "nobody answers at the mail server's address"
        case .unreachable: "the mail server cannot be reached"
        case .timedOut: "the mail server did not answer in time"
        case .connectionLost: "the mail server broke the connection"
        case .noTLS: "the mail server offers no TLS"
        case .tlsFailed: "no secure connection to the mail server came about"
        case .certificateUntrusted: "the mail server's certificate is not from an authority that is trusted"
        case .certificateOtherName: "the mail server's certificate is for another name"
        case .certificateExpired: "the mail server's certificate has expired"
        case .certificateNotYetValid: "the mail server's certificate is not valid yet"
        case .certificateRefused: "the mail server's certificate is refused"
        case .injectedBytes: "somebody put octets into the connection before it was secure"
        case .notLoopback: "the mail server is not on this machine, and the connection would not be secure"
        case .notSMTP: "what answers there does not speak SMTP"
        case .serverBusy: "the mail server takes no mail at the moment"
        case .clientRefused: "the mail server takes no mail from this machine"
        case .noSignIn: "the mail server offers no way to sign in that is known here"
        case .signInNeeded: "the mail server wants a user name and a password"
        case .signInRefused: "the mail server refuses the user name or the password"
        case .senderRefused: "the mail server refuses the sender"
        case .relayingRefused: "the mail server does not pass mail on for this sender"
        case .settings: "the settings do not work"
        case .recipientUnknown: "no such recipient"
        case .recipientRefused: "the recipient is refused"
        case .recipientBusy: "the recipient's mailbox cannot be reached at the moment"
        case .mailboxFull: "mailbox full"
        case .greylisted: "greylisted, to be tried again"
        case .tooLarge: "the mail is too large for the mail server"
        case .contentRefused: "the mail is refused for what it says or where it comes from"
        case .contentDelayed: "the mail is not taken at the moment"
        case .addressNotServed: "this mail server cannot serve addresses with umlauts before the @"
        case .unconfirmed: "whether the mail was taken is not known"
        case .folder: "the mail folder cannot be written"
        case .programMissing: "the mail program cannot be started"
        case .programFailed: "the mail program failed"
        case .stopping: "the program is ending"
        case .other: "the mail was not taken"
        }
    }
}
