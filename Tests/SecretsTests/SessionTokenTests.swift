import Codecs
import Secrets
import Testing

struct SessionTokenTests {
    @Test func `its text is 43 symbols that read back to the same token`() throws {
        let token = SessionToken()
        let text = token.reveal()
        #expect(text.utf8.count == 43)
        let again = try #require(SessionToken(text))
        #expect(again.reveal() == text)
        #expect(again.digest == token.digest)
    }

    @Test func `the digest is the SHA-256 of the bytes`() throws {
        let text = String(repeating: "A", count: 43)
        let token = try #require(SessionToken(text))
        #expect(token.digest == SHA256.digest(of: [UInt8](repeating: 0, count: 32)))
    }

    @Test(arguments: [
        "", "A", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
        String(repeating: "A", count: 42) + "B", String(repeating: "A", count: 43) + "=",
        String(repeating: "A", count: 42) + "+", " " + String(repeating: "A", count: 42),
        String(repeating: "A", count: 41) + "\u{E9}", String(repeating: "A", count: 100_000),
    ])
    func `any other text is no token`(text: String) {
        #expect(SessionToken(text) == nil)
    }

    @Test func `two thousand differ, and every bit is as often set as not`() {
        var generator = SplitMix64(seed: 2017)
        let tokens = (0..<2000).map { _ in SessionToken(using: &generator) }
        #expect(Set(tokens.map { $0.reveal() }).count == 2000)
        let bytes = tokens.compactMap { Base64.url.decode($0.reveal()) }
        for bit in 0..<256 {
            let count = bytes.count { $0[bit / 8] >> UInt8(bit % 8) & 1 == 1 }
            #expect((900...1100).contains(count))
        }
        #expect(Set((0..<2000).map { _ in SessionToken().reveal() }).count == 2000)
    }

    @Test func `no automatic way to text shows it`() {
        let token = SessionToken()
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped, "\([token])"] {
            #expect(text.contains("<session token>"))
            #expect(!text.contains(token.reveal()))
        }
        #expect(Mirror(reflecting: token).children.isEmpty)
    }
}
