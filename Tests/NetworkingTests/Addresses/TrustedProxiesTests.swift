import Networking
import Testing

struct TrustedProxiesTests {
    @Test(arguments: [
        ([], "127.0.0.1:1", false), ([], "unix:/a", false), (["unix"], "unix:/a", true), (["unix"], "[::1]:1", false),
        (["127.0.0.1"], "127.0.0.1:9", true), (["127.0.0.1"], "127.0.0.2:9", false),
        (["127.0.0.1"], "unix:/a", false), (["10.0.0.0/8", "::1"], "[::1]:9", true),
        (["10.0.0.0/8", "::1"], "[::ffff:10.1.2.3]:9", true), (["10.0.0.0/8", "unix"], "10.1.2.3:9", true),
        (["::1", "10.0.0.0/8"], "11.0.0.0:1", false),
    ])
    func `a peer is believed or not`(texts: [String], peer: String, isTrusted: Bool) throws {
        #expect(try TrustedProxies(texts).contains(SocketAddress(peer)) == isTrusted)
    }

    @Test func `the nameless end of a Unix socket is one too`() throws {
        #expect(try TrustedProxies(["unix"]).contains(.unix("")))
    }

    @Test(arguments: [([], true), (["unix"], false), (["::1"], false)])
    func `only an empty list is empty`(texts: [String], isEmpty: Bool) throws {
        #expect(try TrustedProxies(texts).isEmpty == isEmpty)
        #expect(TrustedProxies.none.isEmpty)
    }

    @Test func `the first wrong block is told`() {
        #expect(throws: AddressBlockError.invalidAddress("Unix")) { try TrustedProxies(["::1", "Unix", "10.0.0.1/8"]) }
    }
}
