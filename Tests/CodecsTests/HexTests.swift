import Codecs
import Testing

struct HexTests {
    @Test func `every byte survives`() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Hex.encode(bytes).hasPrefix("000102030405060708090a0b0c0d0e0f10"))
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.encode([]).isEmpty)
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["0", "0g", "AB", "0x", " 00", "00 ", "0\u{FF10}", "é", "000"])
    func `another spelling is refused`(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func `a number has sixteen digits`() {
        #expect(Hex.encode(0 as UInt64) == "0000000000000000")
        #expect(Hex.encode(0xFEDC_BA98_0000_000A as UInt64) == "fedcba980000000a")
    }

    @Test func `a digit of either case has its value, and nothing else has one`() {
        for byte in UInt8.min ... .max {
            let scalar = Unicode.Scalar(byte)
            let expected = byte < 0x80 ? Character(scalar).hexDigitValue.map { UInt8($0) } : nil
            #expect(Hex.value(of: byte) == expected)
        }
    }

    @Test func `a pair in upper case is appended`() {
        var text: [UInt8] = []
        for byte in [0x00, 0x0A, 0x9F, 0xFF] as [UInt8] { Hex.appendUppercase(byte, to: &text) }
        #expect(String(decoding: text, as: UTF8.self) == "000A9FFF")
    }
}
