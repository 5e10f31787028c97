internal import Codecs
internal import Mail
internal import Secrets

extension MailMessage {
    /// A message from the office as the settings name it, dated now, under a new identifier.
    ///
    /// - Throws: `InvalidEmailAddress` for a sender that is none, `InvalidHeaderText` for what cannot stand in a header,
    ///   `Unsendable`.
    init(
        from settings: Settings, to mailbox: Mailbox, subject: String, language: Language, now: Timestamp, text: String,
        html: String? = nil
    ) throws {
        let sender = try settings.senderAddress
        guard let date = MailDate(unixSeconds: now.rawValue, offsetSeconds: LocalTime(now)?.secondsFromUTC ?? 0) else {
            throw Unsendable.date
        }
        let name = settings.office.name.isEmpty ? settings.serviceName : settings.office.name
        self = try MailMessage(
            from: Mailbox(name: name, address: sender),
            replyTo: settings.office.email.map { try Mailbox(name: name, address: $0) },
            to: mailbox,
            subject: HeaderText(subject),
            date: date,
            messageID: MessageID(unique: Hex.encode(randomOctets(16)), host: sender.domain.ascii),
            language: language == .german ? .german : .english,
            text: text,
            html: html)
    }

    enum Unsendable: Error {
        /// The clock shows a year that no mail can carry.
        case date
    }
}
