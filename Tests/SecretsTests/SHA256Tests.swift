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

    @Test func `a million octets in uneven pieces give the standard's digest`() {
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
        let octets = Array("abc".utf8)
        var hasher = SHA256Hasher()
        hasher.update(octets.span)
        #expect(hasher.finalize() == SHA256.digest(of: octets))
    }
}
