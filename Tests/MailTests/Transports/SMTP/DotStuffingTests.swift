import Mail
import Testing

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
