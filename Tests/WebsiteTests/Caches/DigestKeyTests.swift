import Testing

@testable import Website

@Suite struct DigestKeyTests {
    @Test func `every byte counts`() {
        let digest = (0..<32).map { UInt8($0) }
        #expect(DigestKey(digest) == DigestKey(digest))
        for index in digest.indices {
            var other = digest
            other[index] ^= 0x80
            #expect(DigestKey(other) != DigestKey(digest))
        }
    }
}
