import Codecs
import Testing

struct ASCIITests {
    private static let every = (0...255).map { UInt8($0) }

    private func members(_ isMember: (UInt8) -> Bool) -> String {
        String(decoding: Self.every.filter(isMember), as: UTF8.self)
    }

    @Test func `each class has its members and no others`() {
        let digits = "0123456789"
        let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let lower = "abcdefghijklmnopqrstuvwxyz"
        #expect(members(ASCII.isDigit) == digits)
        #expect(members(ASCII.isUppercase) == upper)
        #expect(members(ASCII.isLowercase) == lower)
        #expect(members(ASCII.isLetter) == upper + lower)
        #expect(members(ASCII.isLetterOrDigit) == digits + upper + lower)
        #expect(members(ASCII.isBlank) == "\t ")
        #expect(members(ASCII.isWhitespace) == "\t\n\u{B}\u{C}\r ")
        #expect(Self.every.filter(ASCII.isControl) == Array(0...0x1F) + [0x7F])
    }

    @Test func `only A to Z become lower case`() {
        for byte in Self.every {
            #expect(ASCII.lowercased(byte) == (ASCII.isUppercase(byte) ? byte + 32 : byte))
        }
        #expect(ASCII.lowercased("ÄB-[Z]\u{212A}") == "Äb-[z]\u{212A}")
    }

    @Test func `numbers get zeros before them, and are never cut`() {
        #expect(ASCII.padded(7, to: 2) == "07")
        #expect(ASCII.padded(0, to: 4) == "0000")
        #expect(ASCII.padded(12_345 as Int64, to: 4) == "12345")
    }
}
