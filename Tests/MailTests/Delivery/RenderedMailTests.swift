import Codecs
import Mail
import Testing

struct RenderedMailTests {
    @Test(arguments: ["a", "4711", "2026-03-10.x_Y", String(repeating: "a", count: 100)])
    func `takes a name that is safe for a file`(text: String) {
        #expect(RenderedMail.ID(text)?.description == text)
    }

    @Test(arguments: [
        "", ".", "..", ".a", "-rf", "_a", "a/b", "../a", "a\u{0}", "a b", "a\n", "ä", "a\\b", "a:b",
        String(repeating: "a", count: 101),
    ])
    func `refuses a name that could leave the folder`(text: String) {
        #expect(RenderedMail.ID(text) == nil)
    }

    @Test func `needs SMTPUTF8 for an address or a header beyond ASCII only`() throws {
        let plain = try MailMessage.make()
        let id = try #require(RenderedMail.ID("7"))
        let sender = try EmailAddress("a@müller.example")
        #expect(!plain.rendered(id: id, envelopeSender: sender).needsSMTPUTF8)
        #expect(plain.rendered(id: id, envelopeSender: try EmailAddress("jörg@b.de")).needsSMTPUTF8)
        let mail = try MailMessage.make(address: "jörg@müller.example").rendered(id: id, envelopeSender: sender)
        #expect(mail.needsSMTPUTF8)
        #expect(String(decoding: mail.bytes, as: UTF8.self).contains(" <jörg@xn--mller-kva.example>\r\n"))
    }
}
