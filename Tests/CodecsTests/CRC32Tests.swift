import Codecs
import Testing

struct CRC32Tests {
    @Test(
        "agrees with known values",
        arguments: [
            ("", 0), ("123456789", 0xCBF4_3926), ("a", 0xE8B7_BE43),
            ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
        ] as [(String, UInt32)])
    func known(text: String, expected: UInt32) {
        var checksum = CRC32()
        checksum.update(Array(text.utf8).span)
        #expect(checksum.value == expected)
    }

    @Test("does not care about cuts")
    func cuts() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var whole = CRC32()
        whole.update(bytes.span)
        for cut in [0, 1, 7, 8, 9, 500, 999, 1000] {
            var parts = CRC32()
            parts.update(bytes.span.extracting(first: cut))
            parts.update(bytes.span.extracting(last: 1000 - cut))
            #expect(parts.value == whole.value)
        }
    }
}
