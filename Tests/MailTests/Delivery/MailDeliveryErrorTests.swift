import Mail
import Testing

struct MailDeliveryErrorTests {
    @Test func `shows the reason with the server's codes`() {
        let status = EnhancedStatusCode("4.2.2")
        let error = MailDeliveryError(.temporary, replyCode: 452, status: status, reason: "mailbox full")
        #expect(error.description == "mailbox full (452 4.2.2)")
        #expect(MailDeliveryError(.permanent, reason: "no such user").description == "no such user")
    }

    @Test func `brings a hostile reason to one clean line`() {
        let error = MailDeliveryError(
            .permanent, reason: "no\r\n\u{1B}[2J\u{202E}x\u{2028}" + String(repeating: "a", count: 900))
        #expect(error.reason.unicodeScalars.count == 500)
        #expect(error.reason.hasPrefix("no   [2J x a"))
    }

    @Test func `is temporary when it is about the way`() {
        let error = MailDeliveryError(.permanent, scope: .service, cause: .signInRefused, reason: "x")
        #expect(error.persistence == .temporary)
        #expect(MailDeliveryError(service: .noTLS).reason == "the mail server offers no TLS")
        #expect(MailDeliveryError(service: .noTLS, "why").reason == "the mail server offers no TLS: why")
    }
}
