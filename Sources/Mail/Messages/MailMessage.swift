/// One message to one recipient, as this program sends it: text, and perhaps the same as HTML.
///
/// Every message is marked as automatic (RFC 3834 section 5), which it is; reports of failed delivery are
/// not suppressed. All header values have refused control characters in their own initialisers, so that rendering cannot fail.
package struct MailMessage: Sendable {
    package var from: Mailbox

    /// Who sends on behalf of `from`; left out of the message when it is the same address (RFC 5322 section 3.6.2).
    package var sender: Mailbox?

    /// The mailbox somebody reads.
    package var replyTo: Mailbox?

    package var to: Mailbox
    package var subject: HeaderText
    package var date: MailDate
    package var messageID: MessageID
    package var language: LanguageTag

    /// The mail that this one answers by itself (RFC 3834 section 3.1); `nil` for one that nobody wrote before.
    package var answered: AnsweredMail?

    /// The complete text; CRLF, LF and CR end a line, and the last line is ended if it is not.
    package var text: String

    /// The same as an HTML document; with it the message is `multipart/alternative`.
    package var html: String?

    /// Makes a message of its parts.
    package init(
        from: Mailbox, sender: Mailbox? = nil, replyTo: Mailbox? = nil, to: Mailbox, subject: HeaderText,
        date: MailDate, messageID: MessageID, language: LanguageTag, text: String, html: String? = nil
    ) {
        self.from = from
        self.sender = sender
        self.replyTo = replyTo
        self.to = to
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.language = language
        self.text = text
        self.html = html
    }
}
