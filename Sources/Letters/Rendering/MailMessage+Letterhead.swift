import Codecs
import Mail
import Secrets

extension MailMessage {
    /// A message from the office, dated now, under a new identifier.
    ///
    /// - Throws: `InvalidHeaderText` for what cannot stand in a header, `Unsendable`.
    init(
        from head: Letterhead, sender: EmailAddress, to mailbox: Mailbox, subject: String, language: Language,
        now: Timestamp, text: String, html: String? = nil
    ) throws {
        guard let date = MailDate(unixSeconds: now.rawValue, offsetSeconds: LocalTime(now)?.secondsFromUTC ?? 0) else {
            throw Unsendable.date
        }
        self = try MailMessage(
            from: Mailbox(name: head.name, address: sender),
            replyTo: head.office.email.map { try Mailbox(name: head.name, address: $0) },
            to: mailbox,
            subject: HeaderText(subject),
            date: date,
            messageID: MessageID(unique: Hex.encode(randomBytes(16)), host: sender.domain.ascii),
            language: language,
            text: text,
            html: html)
    }

    enum Unsendable: Error {
        /// The clock shows a year that no mail can carry.
        case date
    }
}
