import Mail
import Testing

struct SMTPRefusalTests {
    /// An answer as it comes over the wire.
    private static func reply(_ line: String) throws -> SMTPReply {
        var reader = SMTPReplyReader()
        var position = 0
        return try #require(try reader.next(in: Array((line + "\r\n").utf8), at: &position))
    }

    @Test(arguments: [
        ("550 5.1.1 <a@b.de>: User unknown", SMTPStep.recipient, MailFault.recipientUnknown),
        ("550 no such user", .recipient, .recipientUnknown),
        ("550 5.1.1 <relay-office@b.de>: User unknown", .recipient, .recipientUnknown),
        ("550 <relay-office@b.de>: no such user", .recipient, .recipientUnknown),
        ("550 5.1.2 no domain mailrelay.example", .recipient, .recipientUnknown),
        ("553 5.1.3 bad address", .recipient, .recipientUnknown),
        ("550 5.2.1 mailbox disabled", .recipient, .recipientRefused),
        ("552 5.2.2 over quota", .recipient, .mailboxFull),
        ("554 5.7.1 blocked", .recipient, .recipientRefused),
        ("550 5.6.7 non-ASCII address", .recipient, .addressNotServed),
        ("552 5.3.4 message too big", .sender, .tooLarge),
        ("552 5.3.4 message too big", .message, .tooLarge),
        ("552 too much", .message, .tooLarge),
        ("554 5.7.1 this is spam", .message, .contentRefused),
        ("550 5.2.2 full", .message, .mailboxFull),
    ])
    func `is the mail's end where it is about the mail`(line: String, step: SMTPStep, cause: MailFault) throws {
        let error = try Self.reply(line).refusal(of: step)
        #expect(error.cause == cause)
        #expect(error.persistence == .permanent && error.scope == .mail)
    }

    @Test(arguments: [
        ("450 4.2.0 Greylisted, see http://postgrey.example", SMTPStep.recipient, MailFault.greylisted),
        ("451 4.7.1 graylisting in action", .recipient, .greylisted),
        ("450 4.2.1 mailbox busy", .recipient, .recipientBusy),
        ("452 4.2.2 over quota", .recipient, .mailboxFull),
        ("452 too many mails", .recipient, .mailboxFull),
        ("451 4.6.0 try later", .message, .contentDelayed),
    ])
    func `lets the mail wait`(line: String, step: SMTPStep, cause: MailFault) throws {
        let error = try Self.reply(line).refusal(of: step)
        #expect(error.cause == cause)
        #expect(error.persistence == .temporary && error.scope == .mail)
    }

    @Test(arguments: [
        ("554 5.7.1 no", SMTPStep.greeting, MailFault.clientRefused),
        ("450 later", .greeting, .serverBusy),
        ("502 unknown command", .hello, .notSMTP),
        ("454 4.7.0 TLS not available", .startTLS, .noTLS),
        ("535 5.7.8 authentication failed", .signIn, .signInRefused),
        ("534 5.7.9 mechanism too weak", .signIn, .signInRefused),
        ("454 4.7.0 no database", .signIn, .serverBusy),
        ("530 5.7.0 Authentication required", .sender, .signInNeeded),
        ("530 5.7.0 Must issue a STARTTLS command first", .sender, .noTLS),
        ("550 5.7.1 not your address", .sender, .senderRefused),
        ("553 5.1.8 domain does not exist", .sender, .senderRefused),
        ("452 4.3.1 insufficient system storage", .sender, .serverBusy),
        // Postfix tells this only when it has heard the recipient.
        ("553 5.7.1 <a@b.de>: Sender address rejected: not owned by user c", .recipient, .senderRefused),
        ("554 5.7.1 <d>: Client host rejected: Access denied", .recipient, .clientRefused),
        ("554 5.7.1 <a@b.de>: Relay access denied", .recipient, .relayingRefused),
        ("550 relay not permitted", .recipient, .relayingRefused),
        ("550 5.7.54 SMTP; Unable to relay recipient", .recipient, .relayingRefused),
        ("452 4.3.1 insufficient system storage", .recipient, .serverBusy),
        ("421 4.3.2 shutting down", .recipient, .serverBusy),
        ("421 4.3.2 shutting down", .message, .serverBusy),
        ("250 2.0.0 what", .message, .notSMTP),
    ])
    func `costs no mail where it is about the way`(line: String, step: SMTPStep, cause: MailFault) throws {
        let error = try Self.reply(line).refusal(of: step)
        #expect(error.cause == cause)
        #expect(error.persistence == .temporary && error.scope == .service)
    }

    @Test func `says it in plain words, with the server's own behind`() throws {
        let error = try Self.reply("452 4.2.2 <a@b.de> is over \u{1B}[31mquota").refusal(of: .recipient)
        #expect(error.description == "mailbox full: <a@b.de> is over  [31mquota (452 4.2.2)")
        #expect(error.replyCode == 452 && error.status?.description == "4.2.2")
        #expect(try Self.reply("550").refusal(of: .recipient).description == "no such recipient (550)")
    }
}
