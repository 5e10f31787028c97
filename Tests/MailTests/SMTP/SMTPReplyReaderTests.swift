import Mail
import Testing

struct SMTPReplyReaderTests {
    /// Reads everything at once, then byte by byte, which must make no difference.
    private static func read(_ text: String) throws -> [SMTPReply] {
        let whole = try read([Array(text.utf8)])
        let single = try read(text.utf8.map { [$0] })
        #expect(whole == single)
        return whole
    }

    private static func read(_ pieces: [[UInt8]]) throws -> [SMTPReply] {
        var reader = SMTPReplyReader()
        var replies: [SMTPReply] = []
        for piece in pieces {
            var position = 0
            while let reply = try reader.next(in: piece, at: &position) { replies.append(reply) }
            #expect(position == piece.count)
        }
        return replies
    }

    @Test(arguments: [
        ("220 mail.example.org ESMTP\r\n", [SMTPReply(code: 220, lines: ["mail.example.org ESMTP"])]),
        ("250\r\n", [SMTPReply(code: 250, lines: [""])]),
        ("250 \r\n", [SMTPReply(code: 250, lines: [""])]),
        ("250-\r\n250\r\n", [SMTPReply(code: 250, lines: ["", ""])]),
        (
            "250-mail.example.org\r\n250-SIZE 1000\r\n250 SMTPUTF8\r\n",
            [SMTPReply(code: 250, lines: ["mail.example.org", "SIZE 1000", "SMTPUTF8"])]
        ),
        (
            "250 2.1.0 Ok\r\n550-5.1.1 no\r\n550 5.1.1 such user\r\n",
            [
                SMTPReply(code: 250, status: EnhancedStatusCode("2.1.0"), lines: ["Ok"]),
                SMTPReply(code: 550, status: EnhancedStatusCode("5.1.1"), lines: ["no", "such user"]),
            ]
        ),
        // A status of another class than the code is no status (RFC 2034 section 4).
        ("550 2.1.1 odd\r\n", [SMTPReply(code: 550, lines: ["2.1.1 odd"])]),
        ("354 3.0.0 go\r\n", [SMTPReply(code: 354, lines: ["3.0.0 go"])]),
        ("250 größer\r\n", [SMTPReply(code: 250, lines: ["größer"])]),
    ])
    func `puts answers together`(text: String, replies: [SMTPReply]) throws {
        #expect(try Self.read(text) == replies)
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n", SMTPReplyError.noCode),
        ("\r\n", .noCode), ("25\r\n", .noCode), ("2500 x\r\n", .noCode), ("250x\r\n", .noCode), (" 250 x\r\n", .noCode),
        ("150 x\r\n", .noCode), ("650 x\r\n", .noCode), ("260 x\r\n", .noCode), ("２50 x\r\n", .noCode),
        ("\u{0}", .noCode), ("\u{16}\u{3}\u{1}", .noCode),
        ("250-a\r\n550 b\r\n", .differentCodes), ("250-a\r\nb\r\n", .noCode),
        ("250 a\n", .bareLineEnd), ("250 a\rb\r\n", .bareLineEnd), ("250 a\r\r\n", .bareLineEnd),
        ("220 " + String(repeating: "a", count: 2000), .lineTooLong),
        (String(repeating: "250-a\r\n", count: 101), .tooLarge),
        (String(repeating: "250-" + String(repeating: "a", count: 1000) + "\r\n", count: 40), .tooLarge),
    ])
    func `refuses what is no answer`(text: String, reason: SMTPReplyError) {
        #expect(throws: reason) { try Self.read([Array(text.utf8)]) }
        #expect(throws: reason) { try Self.read(text.utf8.map { [$0] }) }
    }

    @Test func `refuses garbage at its first byte, whatever may follow`() {
        var reader = SMTPReplyReader()
        var position = 0
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000)
        #expect(throws: SMTPReplyError.noCode) { try reader.next(in: bytes, at: &position) }
        #expect(position == 1)
    }

    @Test func `leaves what comes behind an answer`() throws {
        var reader = SMTPReplyReader()
        var position = 0
        let bytes = Array("220 go\r\n250 injected\r\n".utf8)
        #expect(try reader.next(in: bytes, at: &position)?.code == 220)
        #expect(position == 8 && !reader.isInside)
    }
}
