import Codecs
import Mail
import Testing

extension MailMessage {
    static func make(
        name: String? = "Jörg Müller", address: String = "joerg@müller.example", subject: String = "Ihr Zugang",
        text: String = "Guten Tag,\n", html: String? = nil
    ) throws -> MailMessage {
        MailMessage(
            from: try Mailbox(name: "Büro für Fortbildung", address: EmailAddress("folien@example.org")),
            replyTo: try Mailbox(name: "Fortbildung", address: EmailAddress("fortbildung@example.org")),
            to: try Mailbox(name: name, address: EmailAddress(address)),
            subject: try HeaderText(subject),
            date: try #require(MailDate(unixSeconds: 1_773_162_000, offsetSeconds: 3600)),
            messageID: try MessageID(unique: "4711.abc", host: "folien.example.org"),
            language: .german, text: text, html: html)
    }
}
