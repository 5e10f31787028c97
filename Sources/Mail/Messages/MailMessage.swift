package import Codecs

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
    package var language: Language

    /// The mail that this one answers by itself (RFC 3834 section 3.1); `nil` for one that nobody wrote before.
    package var answered: AnsweredMail?

    /// The complete text; CRLF, LF and CR end a line, and the last line is ended if it is not.
    package var text: String

    /// The same as an HTML document; with it the message is `multipart/alternative`.
    package var html: String?

    /// Makes a message of its parts.
    package init(
        from: Mailbox, sender: Mailbox? = nil, replyTo: Mailbox? = nil, to: Mailbox, subject: HeaderText,
        date: MailDate, messageID: MessageID, language: Language, text: String, html: String? = nil
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

    /// The message as it goes over the wire: RFC 5322 and MIME, ASCII, every line ended by CRLF.
    ///
    /// The same value gives the same bytes each time. Lines have at most 76 characters, except for an
    /// address or an identifier that cannot be folded.
    package func rendered() -> [UInt8] {
        var output = fields.flatMap { $0.rendered() }
        guard let html else {
            output += Self.part("text/plain; charset=utf-8", body: text)
            return output
        }
        // `=_` never occurs in quoted-printable, so that no text can contain this line (RFC 2045 section 6.7).
        output += HeaderField(.contentType, fixed: "multipart/alternative; boundary=\"=_alternative\"").rendered()
        output += "\r\n--=_alternative\r\n".utf8
        output += Self.part("text/plain; charset=utf-8", body: text)
        output += "\r\n--=_alternative\r\n".utf8
        output += Self.part("text/html; charset=utf-8", body: html)
        output += "\r\n--=_alternative--\r\n".utf8
        return output
    }

    /// The message ready for a transport.
    ///
    /// - Parameters:
    ///   - id: What names this mail in the outbox, the same for each attempt.
    ///   - envelopeSender: Where reports of failed delivery go; `nil` is the empty return path.
    /// - Returns: The mail with one recipient, the one in `to`.
    package func rendered(id: RenderedMail.ID, envelopeSender: EmailAddress?) -> RenderedMail {
        RenderedMail(
            id: id, envelopeSender: envelopeSender, envelopeRecipients: [to.address], bytes: rendered())
    }

    private var fields: [HeaderField] {
        var fields = [HeaderField(date: date), HeaderField(.from, mailbox: from)]
        if let sender, sender.address != from.address { fields.append(HeaderField(.sender, mailbox: sender)) }
        if let replyTo { fields.append(HeaderField(.replyTo, mailbox: replyTo)) }
        fields += [
            HeaderField(.to, mailbox: to),
            HeaderField(.subject, text: subject),
            HeaderField(messageID: messageID),
        ]
        if let answered {
            if let id = answered.messageID { fields.append(HeaderField(.inReplyTo, messageIDs: [id])) }
            if !answered.thread.isEmpty { fields.append(HeaderField(.references, messageIDs: answered.thread)) }
        }
        fields += [
            HeaderField(.autoSubmitted, fixed: answered == nil ? "auto-generated" : "auto-replied"),
            HeaderField(.autoResponseSuppress, fixed: "OOF, AutoReply"),
            HeaderField(language: language),
            HeaderField(.mimeVersion, fixed: "1.0"),
        ]
        return fields
    }

    private static func part(_ type: StaticString, body: String) -> [UInt8] {
        HeaderField(.contentType, fixed: type).rendered()
            + HeaderField(.contentTransferEncoding, fixed: "quoted-printable").rendered()
            + Array("\r\n".utf8) + QuotedPrintable.encode(body)
    }
}

/// What an automatic answer says about the mail that it answers (RFC 3834 section 3.1.5): how it is called, nothing more.
package struct AnsweredMail: Sendable {
    /// `nil` where it had none that is one.
    package let messageID: MessageID?

    /// The mails before it and itself, the oldest first.
    package let thread: [MessageID]

    /// Takes over the names.
    package init(messageID: MessageID?, references: [MessageID]) {
        self.messageID = messageID
        thread = references + [messageID].compactMap(\.self)
    }
}
