package import Mail
internal import Secrets

/// A short mail that shows whether mails arrive; it goes past the outbox.
package struct TestMail {
    private let recipient: EmailAddress
    private let language: Language
    private let settings: Settings
    private let now: Timestamp

    /// A test mail that will be dated so.
    package init(to recipient: EmailAddress, language: Language, settings: Settings, now: Timestamp) {
        self.recipient = recipient
        self.language = language
        self.settings = settings
        self.now = now
    }

    /// The message, under a new identifier each time.
    ///
    /// - Throws: when an address or a name of the settings cannot stand in a header.
    package func message() throws -> MailMessage {
        let sender = try settings.senderAddress
        guard let date = MailDate(unixSeconds: now.rawValue, offsetSeconds: LocalTime(now)?.secondsFromUTC ?? 0)
        else { throw CredentialsMail.Unsendable.date }
        let name = settings.office.name.isEmpty ? settings.serviceName : settings.office.name
        return try MailMessage(
            from: Mailbox(name: name, address: sender),
            replyTo: settings.office.email.map { try Mailbox(name: name, address: $0) },
            to: Mailbox(recipient),
            subject: HeaderText(subject),
            date: date,
            messageID: MessageID(unique: Hex.encode(randomOctets(16)), host: sender.domain.ascii),
            language: language == .german ? .german : .english,
            text: text)
    }

    private var subject: String {
        switch language {
        case .german: "Testnachricht: \(settings.serviceName)"
        case .english: "Test message: \(settings.serviceName)"
        }
    }

    private var text: String {
        var text = WrappedText()
        switch language {
        case .german:
            text.paragraph("Guten Tag,")
            text.paragraph(
                """
                diese Nachricht prüft, ob E-Mails von „\(settings.serviceName)“ (\(settings.baseURL)) ankommen. Sie \
                ist angekommen; mehr ist nicht zu tun.
                """)
        case .english:
            text.paragraph("Hello,")
            text.paragraph(
                """
                this message checks whether mails from “\(settings.serviceName)” (\(settings.baseURL)) arrive. It \
                has arrived, and there is nothing else to do.
                """)
        }
        return text.text
    }
}
