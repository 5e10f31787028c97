import Mail
import Testing

struct SMTPCapabilitiesTests {
    private static func capabilities(_ lines: String...) -> SMTPCapabilities {
        SMTPCapabilities(SMTPReply(code: 250, lines: ["mail.example.org"] + lines))
    }

    @Test func `reads what a server offers, in any case of letters`() {
        let found = Self.capabilities(
            "PIPELINING", "size 10240000", "StartTLS", "AUTH PLAIN login CRAM-MD5", "8BITMIME", "SMTPUTF8", "")
        #expect(found.startTLS && found.smtpUTF8 && found.eightBitMIME && found.size && found.offersSignIn)
        #expect(found.mechanisms == [.plain, .login])
        #expect(found.largestMessage == 10_240_000)
    }

    @Test func `takes the first line for a name, whatever it says`() {
        #expect(SMTPCapabilities(SMTPReply(code: 250, lines: ["STARTTLS"])) == SMTPCapabilities())
    }

    @Test(arguments: ["SIZE", "SIZE 0", "SIZE -1", "SIZE 99999999999999999999", "SIZE x"])
    func `is not limited by a size that is none`(line: String) {
        #expect(Self.capabilities(line).largestMessage == nil)
        #expect(Self.capabilities(line).size)
    }

    @Test func `knows ways to sign in in their old form, and that others are not known`() {
        #expect(Self.capabilities("AUTH=LOGIN").mechanisms == [.login])
        let unknown = Self.capabilities("AUTH GSSAPI")
        #expect(unknown.mechanisms.isEmpty && unknown.offersSignIn)
        #expect(!Self.capabilities("AUTHENTIC").offersSignIn)
    }
}
