import Testing

@testable import Nachlese

struct ListEncodingTests {
    @Test("UTF-8, with and without a mark, and Windows-1252 are told apart")
    func recognised() throws {
        let text = "E-Mail;Größe"
        #expect(try ListEncoding.decode(Array(text.utf8)) == (.utf8, Array(text.utf8)))
        #expect(try ListEncoding.decode([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == (.utf8WithMark, Array(text.utf8)))
        let old = Array("E-Mail;Gr".utf8) + [0xF6, 0xDF] + Array("e".utf8)
        #expect(try ListEncoding.decode(old) == (.windows1252, Array(text.utf8)))
        #expect(try ListEncoding.decode(Array("E-Mail".utf8)).encoding == .utf8)
    }

    @Test("each octet of Windows-1252 is the character that Microsoft says, or a replacement")
    func table() throws {
        // A byte that is no UTF-8 comes first, so that all are taken for Windows-1252.
        let (encoding, text) = try ListEncoding.decode([0xFC, 0x80, 0x84, 0x8A, 0x93, 0x96, 0x9F, 0xA0, 0xE4, 0xFF])
        #expect(encoding == .windows1252)
        #expect(String(decoding: text, as: UTF8.self) == "ü€„Š“–Ÿ\u{A0}äÿ")
        for byte: UInt8 in [0x81, 0x8D, 0x8F, 0x90, 0x9D] {
            #expect(try ListEncoding.decode([0xFC, byte]).text == Array("ü\u{FFFD}".utf8))
        }
    }

    @Test(
        "what is no text in one of them is refused, by what it is",
        arguments: [
            ([], .empty),
            ([0xFF, 0xFE] + Array("E-Mail".utf8), .isUTF16),
            ([0xFE, 0xFF, 0, 0x45], .isUTF16),
            (Array("E-Mail".utf8).flatMap { [$0, 0] }, .isUTF16),
            (Array("PK\u{3}\u{4}rest".utf8), .isWorkbook),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], .isWorkbook),
            (Array("E-Mail;Name;Einrichtung;Ort;Land\u{0}".utf8), .isNoText),
            ([0xEF, 0xBB, 0xBF] + Array("a\r\nb\rc\nd".utf8) + [0xFC], .damagedUTF8(line: 4)),
        ] as [([UInt8], ParticipantListError)])
    func refused(bytes: [UInt8], error: ParticipantListError) {
        #expect(throws: error) { try ListEncoding.decode(bytes) }
    }
}
