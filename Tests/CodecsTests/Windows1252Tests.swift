import Codecs
import Testing

struct Windows1252Tests {
    @Test func `every byte is as ISO 8859-1 has it, but for 80 to 9F`() {
        for byte in UInt8.min ... .max where !(0x80...0x9F).contains(byte) {
            #expect(Windows1252.scalar(of: byte) == Unicode.Scalar(byte))
        }
        let upper = Windows1252.decode((0x80...0x9F).map { UInt8($0) })
        #expect(upper == "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ")
    }

    @Test func `a text becomes UTF-8`() {
        #expect(Windows1252.decode([0x4A, 0xF6, 0x72, 0x67, 0x20, 0x80]) == "Jörg €")
        #expect(Windows1252.utf8([0xF6]) == Array("ö".utf8))
        #expect(Windows1252.decode([]).isEmpty)
    }
}
