@testable import Mail

/// Addresses as people type and paste them: what is taken is safe in an envelope and in a header.
func fuzz(_ octets: [UInt8]) {
    let text = String(decoding: octets, as: UTF8.self)
    if let address = try? EmailAddress(text) { check(address) }
    if let address = try? EmailAddress(pasted: text) { check(address) }
}

func check(_ address: EmailAddress) {
    for text in [address.ascii, address.canonical] {
        expect(text.utf8.count { $0 == UInt8(ascii: "@") } == 1, text)
        expect(!text.utf8.contains { $0 <= 0x20 || $0 >= 0x7F }, text)
        expect(!text.utf8.contains { "<>,;\"()\\".utf8.contains($0) }, text)
        expect((try? EmailAddress(text)) == address, text)
    }
    expect((try? EmailAddress(address.description)) == address, address.description)
}
