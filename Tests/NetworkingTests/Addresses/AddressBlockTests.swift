import Networking
import Testing

struct AddressBlockTests {
    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.0/24"), ("192.0.2.7", "192.0.2.7/32"), ("0.0.0.0/0", "0.0.0.0/0"),
        ("10.0.0.0/8", "10.0.0.0/8"), ("192.0.2.6/31", "192.0.2.6/31"), ("192.0.2.7/32", "192.0.2.7/32"),
        ("2001:DB8::/32", "2001:db8::/32"), ("::1", "::1/128"), ("::/0", "::/0"), ("fe80::/10", "fe80::/10"),
        ("2001:db8:0:1::/64", "2001:db8:0:1::/64"), ("2001:db8::8000:0:0:0/65", "2001:db8:0:0:8000::/65"),
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"), ("::ffff:10.0.0.7", "10.0.0.7/32"),
        ("::ffff:0:0/96", "0.0.0.0/0"),
    ])
    func `a block is read`(text: String, description: String) throws {
        let block = try AddressBlock(text)
        #expect(block.description == description)
        #expect(try AddressBlock(description) == block)
    }

    @Test(arguments: [
        ("", AddressBlockError.invalidAddress("")), ("/8", .invalidAddress("/8")),
        ("example.org", .invalidAddress("example.org")), ("10.0.0/8", .invalidAddress("10.0.0/8")),
        ("10.0.0.1:80", .invalidAddress("10.0.0.1:80")), ("[::1]", .invalidAddress("[::1]")),
        ("fe80::1%lo", .invalidAddress("fe80::1%lo")), (" 10.0.0.1", .invalidAddress(" 10.0.0.1")),
        ("10.0.0.0/", .invalidLength("10.0.0.0/", limit: 32)),
        ("10.0.0.0/33", .invalidLength("10.0.0.0/33", limit: 32)),
        ("10.0.0.0/08", .invalidLength("10.0.0.0/08", limit: 32)),
        ("10.0.0.0/-1", .invalidLength("10.0.0.0/-1", limit: 32)),
        ("10.0.0.0/255.0.0.0", .invalidLength("10.0.0.0/255.0.0.0", limit: 32)),
        ("10.0.0.0/8/8", .invalidLength("10.0.0.0/8/8", limit: 32)),
        ("::/129", .invalidLength("::/129", limit: 128)),
        ("10.0.0.1/8", .bitsBehindPrefix("10.0.0.1/8", block: "10.0.0.0/8")),
        ("192.0.2.7/31", .bitsBehindPrefix("192.0.2.7/31", block: "192.0.2.6/31")),
        ("0.0.0.1/0", .bitsBehindPrefix("0.0.0.1/0", block: "0.0.0.0/0")),
        ("2001:db8::1/32", .bitsBehindPrefix("2001:db8::1/32", block: "2001:db8::/32")),
        ("2001:db8:0:1::/63", .bitsBehindPrefix("2001:db8:0:1::/63", block: "2001:db8::/63")),
        ("::ffff:10.0.0.1/104", .bitsBehindPrefix("::ffff:10.0.0.1/104", block: "10.0.0.0/8")),
        ("::ffff:10.0.0.0/95", .bitsBehindPrefix("::ffff:10.0.0.0/95", block: "::fffe:0:0/95")),
    ])
    func `what is no block is refused`(text: String, error: AddressBlockError) {
        #expect(throws: error) { try AddressBlock(text) }
        #expect(error.description.contains("“\(text)”"))
    }

    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.0", true), ("192.0.2.0/24", "192.0.2.255", true),
        ("192.0.2.0/24", "192.0.3.0", false), ("192.0.2.0/24", "192.0.1.255", false),
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.6", false), ("0.0.0.0/0", "255.255.255.255", true),
        ("192.0.2.0/24", "::ffff:192.0.2.9", true), ("192.0.2.0/24", "::192.0.2.9", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("2001:db8::/65", "2001:db8::7fff:ffff:ffff:ffff", true), ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
        ("::1", "::1", true), ("::1", "::2", false), ("::1", "127.0.0.1", false), ("::/0", "2001:db8::1", true),
        ("::/0", "192.0.2.1", false), ("::/0", "::ffff:192.0.2.1", false), ("0.0.0.0/0", "::1", false),
    ])
    func `an address is in it or not`(block: String, address: String, isInside: Bool) throws {
        let block = try AddressBlock(block)
        if let ipv4 = IPv4Address(address) {
            #expect(block.contains(ipv4) == isInside)
        } else {
            #expect(block.contains(try #require(IPv6Address(address))) == isInside)
        }
    }
}
