package import Codecs
package import Mail

/// A short mail that shows whether mails arrive; it goes past the outbox.
package struct TestMail {
    private let recipient: EmailAddress
    private let language: Language
    private let head: Letterhead
    private let sender: EmailAddress
    private let now: Timestamp

    /// A test mail that will be dated so.
    package init(to recipient: EmailAddress, language: Language, head: Letterhead, sender: EmailAddress, now: Timestamp)
    {
        self.recipient = recipient
        self.language = language
        self.head = head
        self.sender = sender
        self.now = now
    }

    /// The message, under a new identifier each time.
    ///
    /// - Throws: when an address or a name of the settings cannot stand in a header.
    package func message() throws -> MailMessage {
        try MailMessage(
            from: head, sender: sender, to: Mailbox(recipient), subject: subject, language: language, now: now,
            text: text)
    }

    private var subject: String {
        switch language {
        case .german: "Testnachricht: \(head.serviceName)"
        case .english: "Test message: \(head.serviceName)"
        }
    }

    private var text: String {
        var text = WrappedText()
        switch language {
        case .german:
            text.line("Guten Tag,")
            text.separate()
            text.line(
                """
                diese Nachricht prüft, ob E-Mails von „\(head.serviceName)“ (\(head.site)) ankommen. Sie \
                ist angekommen; mehr ist nicht zu tun.
                """)
        case .english:
            text.line("Hello,")
            text.separate()
            text.line(
                """
                this message checks whether mails from “\(head.serviceName)” (\(head.site)) arrive. It \
                has arrived, and there is nothing else to do.
                """)
        }
        text.separate()
        for case .office(let spans) in OfficeLines.of(head, language) {
            text.verbatim(spans.map(\.text).joined())
        }
        return text.text
    }
}
