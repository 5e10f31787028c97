import Mail
import Testing

struct MailMessageTests {
    @Test func `writes a plain message`() throws {
        let message = try MailMessage.make(text: "Benutzername: joerg@müller.example\nPasswort: abcd-efgh\n")
        #expect(
            String(decoding: message.rendered(), as: UTF8.self) == """
                Date: Tue, 10 Mar 2026 18:00:00 +0100\r
                From: =?utf-8?Q?B=C3=BCro_f=C3=BCr_Fortbildung?= <folien@example.org>\r
                Reply-To: Fortbildung <fortbildung@example.org>\r
                To: =?utf-8?Q?J=C3=B6rg_M=C3=BCller?= <joerg@xn--mller-kva.example>\r
                Subject: Ihr Zugang\r
                Message-ID: <4711.abc@folien.example.org>\r
                Auto-Submitted: auto-generated\r
                X-Auto-Response-Suppress: OOF, AutoReply\r
                Content-Language: de\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                Benutzername: joerg@m=C3=BCller.example\r
                Passwort: abcd-efgh\r

                """)
    }

    @Test func `writes text before HTML`() throws {
        let rendered = try MailMessage.make(text: "Text", html: "<p>Text</p>").rendered()
        #expect(
            String(decoding: rendered, as: UTF8.self).hasSuffix(
                """
                MIME-Version: 1.0\r
                Content-Type: multipart/alternative; boundary="=_alternative"\r
                \r
                --=_alternative\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                Text\r
                \r
                --=_alternative\r
                Content-Type: text/html; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                <p>Text</p>\r
                \r
                --=_alternative--\r

                """))
    }

    @Test func `names the sender only when it is another`() throws {
        var message = try MailMessage.make()
        message.sender = message.from
        #expect(!String(decoding: message.rendered(), as: UTF8.self).contains("\r\nSender:"))
        message.sender = Mailbox(try EmailAddress("post@example.org"))
        #expect(String(decoding: message.rendered(), as: UTF8.self).contains("\r\nSender: <post@example.org>\r\n"))
    }

    @Test func `goes to one recipient with the envelope's own sender`() throws {
        let message = try MailMessage.make()
        let mail = message.rendered(
            id: try #require(RenderedMail.ID("7")), envelopeSender: try EmailAddress("bounce+7@example.org"))
        #expect(mail.envelopeRecipients == [message.to.address])
        #expect(mail.envelopeSender?.wire == "bounce+7@example.org")
        #expect(mail.bytes == message.rendered())
        #expect(mail.id.description == "7")
    }

    @Test func `is the same on every attempt`() throws {
        #expect(try MailMessage.make(html: "<p>").rendered() == MailMessage.make(html: "<p>").rendered())
    }
}
