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
