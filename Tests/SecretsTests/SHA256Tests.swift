import Codecs
import Secrets
import Testing

struct SHA256Tests {
    // FIPS 180-4 examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `it agrees with the standard`(message: String, digest: String) {
        #expect(Hex.encode(SHA256.digest(of: Array(message.utf8))) == digest)
    }

    @Test func `a million bytes in uneven pieces give the standard's digest`() {
        var hasher = SHA256Hasher()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 997)
        var left = 1_000_000
        while left > 0 {
            hasher.update(Array(piece.prefix(left)))
            left -= min(left, piece.count)
        }
        #expect(
            Hex.encode(hasher.finalize()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `a span and an array are the same`() {
        let bytes = Array("abc".utf8)
        var hasher = SHA256Hasher()
        hasher.update(bytes.span)
        #expect(hasher.finalize() == SHA256.digest(of: bytes))
    }
}

struct HMACSHA256Tests {
    // RFC 4231, test cases 1, 2 and 6; the last, of nothing with nothing, was computed with Python's hmac.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        ([], "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ])
    func `it agrees with the RFC`(key: [UInt8], message: String, code: String) {
        #expect(Hex.encode(HMACSHA256.authenticate(Array(message.utf8), key: key)) == code)
    }

    @Test(
        arguments: [
            ([], [], true), ([1], [], false), ([1, 2], [1, 2], true), ([1, 2], [1, 3], false),
            ([1, 2], [0, 2], false),
            ([1, 2], [1, 2, 0], false),
        ] as [([UInt8], [UInt8], Bool)])
    func `comparison in constant time compares`(left: [UInt8], right: [UInt8], equal: Bool) {
        #expect(constantTimeEquals(left, right) == equal)
    }
}
