import Secrets
import Testing

struct HexTests {
    @Test func `every octet survives`() {
        let octets = (0...255).map { UInt8($0) }
        #expect(Hex.encode(octets).hasPrefix("000102030405060708090a0b0c0d0e0f10"))
        #expect(Hex.decode(Hex.encode(octets)) == octets)
        #expect(Hex.encode([]).isEmpty)
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["0", "0g", "AB", "0x", " 00", "00 ", "0\u{FF10}", "é", "000"])
    func `another spelling is refused`(text: String) {
        #expect(Hex.decode(text) == nil)
    }
}
