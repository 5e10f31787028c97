import Mail
import Testing

struct SMTPCommandTests {
    private static func line(_ command: SMTPCommand) -> String { String(decoding: command.bytes, as: UTF8.self) }

    @Test func `is written as the standards have it`() throws {
        let address = try EmailAddress("Joerg@müller.example")
        let name = try #require(SMTPHelloName(host: "slides.example.org"))
        #expect(Self.line(.hello(name)) == "EHLO slides.example.org\r\n")
        #expect(Self.line(.startTLS) == "STARTTLS\r\n")
        #expect(Self.line(.sender(nil, .init())) == "MAIL FROM:<>\r\n")
        #expect(Self.line(.recipient(address)) == "RCPT TO:<Joerg@xn--mller-kva.example>\r\n")
        #expect(Self.line(.data) == "DATA\r\n")
        #expect(Self.line(.reset) == "RSET\r\n")
        #expect(Self.line(.quit) == "QUIT\r\n")
    }

    @Test func `says what is special about a message`() throws {
        var parameters = SMTPCommand.SenderParameters()
        parameters.size = 1234
        #expect(try Self.line(.sender(EmailAddress("a@b.de"), parameters)) == "MAIL FROM:<a@b.de> SIZE=1234\r\n")
        parameters.isEightBit = true
        parameters.isInternational = true
        #expect(
            try Self.line(.sender(EmailAddress("jörg@b.de"), parameters))
                == "MAIL FROM:<jörg@b.de> SIZE=1234 BODY=8BITMIME SMTPUTF8\r\n")
    }

    /// The example of RFC 4616 section 4, and its parts for AUTH LOGIN.
    @Test func `signs in`() {
        #expect(
            Self.line(.signIn(user: "tim", password: "tanstaaftanstaaf"))
                == "AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\r\n")
        #expect(Self.line(.signInStepwise) == "AUTH LOGIN\r\n")
        #expect(Self.line(.answer("tim")) == "dGlt\r\n")
    }

    @Test(arguments: ["a\r\nRCPT TO:<x@y.de>", "\n", "\r", "\u{0}", String(repeating: "ü", count: 600)])
    func `is one line, whatever the user name and the password`(text: String) {
        for command in [SMTPCommand.signIn(user: text, password: text), .answer(text)] {
            let bytes = command.bytes
            #expect(bytes.count { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") } == 2)
            #expect(bytes.suffix(2) == [13, 10])
            #expect(bytes.dropLast(2).allSatisfy { (0x20...0x7E).contains($0) })
        }
    }

    @Test(arguments: [
        ("slides.example.org", "slides.example.org"), ("127.0.0.1", "[127.0.0.1]"), ("::1", "[IPv6:::1]"),
        ("Bücher.example", "xn--bcher-kva.example"), ("localhost", "localhost"),
    ])
    func `greets by a name or an address in brackets`(host: String, name: String) {
        #expect(SMTPHelloName(host: host)?.description == name)
    }

    @Test(arguments: ["", "a b", "a\r\nQUIT", "a_b.example", "[::1]", "a..b"])
    func `greets by nothing else`(host: String) {
        #expect(SMTPHelloName(host: host) == nil)
    }
}

struct DotStuffingTests {
    @Test(arguments: [
        ("", ".\r\n"),
        ("a\r\n", "a\r\n.\r\n"),
        ("a", "a\r\n.\r\n"),
        (".\r\n", "..\r\n.\r\n"),
        (".a\r\n..b\r\nc.\r\n", "..a\r\n...b\r\nc.\r\n.\r\n"),
        ("\r\n\r\n", "\r\n\r\n.\r\n"),
        // What servers that take a lone LF for a line end could be made to take for the end of the message.
        ("a\n.\nMAIL FROM:<x@y.de>\r\n", "a\r\n..\r\nMAIL FROM:<x@y.de>\r\n.\r\n"),
        ("a\r.\rb", "a\r\n..\r\nb\r\n.\r\n"),
        ("a\r\n.\r", "a\r\n..\r\n.\r\n"),
        ("a\n\r.b", "a\r\n\r\n..b\r\n.\r\n"),
    ])
    func `keeps a message from ending early`(message: String, sent: String) {
        #expect(String(decoding: DotStuffing.encode(Array(message.utf8)), as: UTF8.self) == sent)
    }
}
