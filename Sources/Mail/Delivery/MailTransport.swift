import Codecs

/// A way by which mail leaves this program.
package protocol MailTransport: Sendable {
    /// Hands a mail over, or says why not.
    ///
    /// Returning means that the next hop has taken responsibility (RFC 5321 section 6.1). After an error
    /// ``MailDeliveryError/persistence`` says whether the same mail, with the same identifier, may be tried again.
    func deliver(_ mail: RenderedMail) async throws(MailDeliveryError)

    /// Lets go of what was kept open for further mails; the next delivery opens it anew.
    func finish() async

    /// Ends waits soon, because the process is to end: what cannot be finished fails as ``MailFault/stopping``, and so
    /// does every delivery from then on.
    func stop() async
}

extension MailTransport {
    package func finish() async {}
    package func stop() async {}
}

/// A message ready to be handed over, with its envelope (RFC 5321 section 2.3.1).
package struct RenderedMail: Sendable, Hashable {
    /// What names the mail in the outbox: the same on every attempt.
    package let id: ID

    /// Where reports of failed delivery go; `nil` is the empty return path `<>`.
    package let envelopeSender: EmailAddress?

    /// Who gets it; this program writes to one person at a time.
    package let envelopeRecipients: [EmailAddress]

    /// The message: every line ended by CRLF, not dot-stuffed; ASCII, but for addresses in the header that are not
    /// (RFC 6532).
    package let bytes: [UInt8]

    /// Puts a message into its envelope.
    package init(
        id: ID, envelopeSender: EmailAddress?, envelopeRecipients: [EmailAddress], bytes: [UInt8]
    ) {
        self.id = id
        self.envelopeSender = envelopeSender
        self.envelopeRecipients = envelopeRecipients
        self.bytes = bytes
    }

    /// Whether only servers with SMTPUTF8 can take it (RFC 6531): an address of the envelope or something in the
    /// message is not ASCII.
    package var needsSMTPUTF8: Bool {
        let addresses = envelopeRecipients + [envelopeSender].compactMap(\.self)
        return addresses.contains { !$0.isASCII } || bytes.contains { $0 >= 0x80 }
    }

    /// The name of a mail in the outbox, fit to be a file name.
    package struct ID: Sendable, Hashable, CustomStringConvertible {
        /// The name itself.
        package let description: String

        /// Takes 1 to 100 ASCII letters, digits, `-`, `_` and `.`, the first a letter or digit; else `nil`.
        package init?(_ text: String) {
            guard (1...100).contains(text.utf8.count), let first = text.utf8.first, ASCII.isLetterOrDigit(first),
                text.utf8.allSatisfy({ ASCII.isLetterOrDigit($0) || "-_.".utf8.contains($0) })
            else { return nil }
            description = text
        }
    }
}
