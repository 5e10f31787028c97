extension MailMessage {
    /// The message as it goes over the wire: RFC 5322 and MIME, ASCII, every line ended by CRLF.
    ///
    /// The same value gives the same octets each time. Lines have at most 76 characters, except for an
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
            id: id, envelopeSender: envelopeSender, envelopeRecipients: [to.address], octets: rendered())
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
