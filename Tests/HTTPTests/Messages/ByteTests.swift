import Codecs
import Testing

@testable import HTTP

struct ByteTests {
    @Test("Classes of octets are exactly those of the grammar")
    func classes() {
        let digits = "0123456789"
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let token = Set((digits + letters + "!#$%&'*+-.^_`|~").utf8)
        let registered = Set((digits + letters + "-._~!$&'()*+,;=").utf8)
        let path = registered.union("/:@%[]^|".utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(Byte.isToken(byte) == token.contains(byte))
            #expect(Byte.isRegisteredName(byte) == registered.contains(byte))
            #expect(Byte.isPath(byte) == path.contains(byte))
            #expect(
                Byte.isQuery(byte) == (byte > 0x20 && byte < 0x7F && !"\"#<>".utf8.contains(byte)))
            #expect(ASCII.isDigit(byte) == digits.utf8.contains(byte))
            #expect(ASCII.isLetter(byte) == letters.utf8.contains(byte))
            #expect(ASCII.isControl(byte) == (byte < 0x20 || byte == 0x7F))
        }
    }

    @Test("The first control octet is found at every place and length")
    func firstControl() {
        for length in 0...40 {
            for place in 0..<max(length, 1) {
                for control: UInt8 in [0, 0x09, 0x0A, 0x0D, 0x1F, 0x7F] {
                    for filler: UInt8 in [0x20, 0x61, 0x7E, 0x80, 0xFF] {
                        var bytes = [UInt8](repeating: filler, count: length)
                        #expect(bytes.span.firstControl(from: 0, to: length) == length)
                        guard place < length else { continue }
                        bytes[place] = control
                        #expect(bytes.span.firstControl(from: 0, to: length) == place)
                        #expect(bytes.span.firstControl(from: place, to: length) == place)
                    }
                }
            }
        }
    }

    @Test("The first of an octet is found at every place, and never outside of the range")
    func firstIndex() {
        for byte: UInt8 in [0, 0x20, 0x2F, 0x80, 0xFF] {
            // Neighbours of the byte are what arithmetic on whole words could take for it.
            for filler in [byte ^ 1, byte &+ 1, byte &- 1, byte ^ 0x80] {
                for length in 0...20 {
                    var bytes = [UInt8](repeating: filler, count: length + 2)
                    (bytes[0], bytes[length + 1]) = (byte, byte)
                    #expect(bytes.span.firstIndex(of: byte, in: 1..<length + 1) == nil)
                    for place in 1..<length + 1 {
                        bytes[place] = byte
                        #expect(bytes.span.firstIndex(of: byte, in: 1..<length + 1) == place)
                        bytes[place] = filler
                    }
                }
            }
        }
    }

    @Test(
        "Numbers are read without overflow",
        arguments: [
            ("0", .number(0)), ("007", .number(7)), ("9223372036854775807", .number(.max)),
            ("9223372036854775808", .overflow), ("92233720368547758070", .overflow),
            ("18446744073709551616", .overflow), ("99999999999999999999999999999999999999999", .overflow),
            ("", .malformed), ("-1", .malformed), ("+1", .malformed), ("1 ", .malformed), ("\u{B9}", .malformed),
            ("99999999999999999999999x", .malformed),
        ] as [(String, Span<UInt8>.Number)])
    func numbers(_ text: String, _ expected: Span<UInt8>.Number) {
        let bytes = bytes(text)
        #expect(bytes.span.number(0..<bytes.count) == expected)
    }
}
