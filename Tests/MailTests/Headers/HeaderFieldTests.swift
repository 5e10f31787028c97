import Codecs
import Mail
import Testing

struct HeaderFieldTests {
    private static func subject(_ text: String) throws -> String {
        String(decoding: HeaderField(.subject, text: try HeaderText(text)).rendered(), as: UTF8.self)
    }

    @Test(arguments: [
        ("", "Subject:\r\n"),
        ("Hallo", "Subject: Hallo\r\n"),
        ("a: b", "Subject: a: b\r\n"),
        ("Zugang für Sie", "Subject: =?utf-8?Q?Zugang_f=C3=BCr_Sie?=\r\n"),
        (" a", "Subject: =?utf-8?Q?_a?=\r\n"),
        ("a  b", "Subject: =?utf-8?Q?a__b?=\r\n"),
        ("a ", "Subject: =?utf-8?Q?a_?=\r\n"),
        (" ", "Subject: =?utf-8?Q?_?=\r\n"),
        ("=?x", "Subject: =?utf-8?B?PT94?=\r\n"),
    ])
    func `writes a text that reads back the same`(text: String, header: String) throws {
        #expect(try Self.subject(text) == header)
    }

    @Test func `folds between words and nowhere else`() throws {
        let words = (1...40).map { "word\($0)" }
        let header = try Self.subject(words.joined(separator: " "))
        let lines = header.utf8.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count > 3)
        #expect(lines.allSatisfy { $0.count <= 77 && $0.last == UInt8(ascii: "\r") })
        #expect(lines.dropFirst().allSatisfy { $0.first == UInt8(ascii: " ") && $0.dropFirst().first != 0x20 })
        let unfolded = String(decoding: header.utf8.filter { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
        #expect(unfolded == "Subject: " + words.joined(separator: " "))
    }

    @Test(arguments: [1, 49, 50, 51, 66, 67, 76, 77, 998, 5000])
    func `breaks even a word that is longer than a line`(length: Int) throws {
        let header = try Self.subject(String(repeating: "x", count: length))
        #expect(header.utf8.split(separator: UInt8(ascii: "\n")).allSatisfy { $0.count <= 77 })
    }

    @Test(arguments: [1, 30, 47, 48, 49, 60, 100, 3000])
    func `keeps to the line with names of any length`(length: Int) throws {
        for unit in ["x", "x, ", "\"", "ü", "xy "] {
            let mailbox = try Mailbox(
                name: String(repeating: unit, count: length), address: EmailAddress("joerg@example.de"))
            let header = HeaderField(.replyTo, mailbox: mailbox).rendered()
            #expect(header.split(separator: UInt8(ascii: "\n")).allSatisfy { $0.count <= 77 }, "\(unit) \(length)")
        }
    }

    @Test func `has the same line limit for every name`() throws {
        let text = try HeaderText(String(repeating: "aü ", count: 60))
        let plain = try HeaderText(String(repeating: "x", count: 50))
        for name in HeaderField.Name.allCases {
            for header in [HeaderField(name, text: text), HeaderField(name, text: plain)] {
                #expect(header.rendered().split(separator: UInt8(ascii: "\n")).allSatisfy { $0.count <= 77 })
            }
        }
    }

    @Test(arguments: ["a\r\nBcc: x@y.de", "a\nb", "a\rb", "a\u{0}b", "\u{B}", "\u{9F}", "\u{2029}"])
    func `has no way in for a line end`(text: String) {
        #expect(throws: InvalidHeaderText.controlCharacter) { try HeaderText(text) }
    }

    @Test func `writes the smaller fields`() throws {
        let id = HeaderField(messageID: try MessageID(unique: "x1", host: "folien.example.org")).rendered()
        #expect(id == Array("Message-ID: <x1@folien.example.org>\r\n".utf8))
        #expect(HeaderField(language: .german).rendered() == Array("Content-Language: de\r\n".utf8))
        let date = try #require(MailDate(unixSeconds: 0))
        #expect(HeaderField(date: date).rendered() == Array("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n".utf8))
    }
}
