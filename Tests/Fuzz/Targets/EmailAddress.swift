@testable import Mail

/// Addresses as people type and paste them: what is taken is safe in an envelope and in a header.
func fuzz(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let address = try? EmailAddress(text) { check(address) }
    if let address = try? EmailAddress(pasted: text) { check(address) }
}

func check(_ address: EmailAddress) {
    for text in [address.wire, address.canonical] {
        expect(text.utf8.count { $0 == UInt8(ascii: "@") } == 1, text)
        expect(!text.utf8.contains { $0 <= 0x20 || $0 == 0x7F }, text)
        expect(!address.isASCII || text.utf8.allSatisfy { $0 < 0x80 }, text)
        expect(!text.unicodeScalars.contains { isUnseen($0) }, text)
        expect(text.utf8.count <= 254, text)
        expect(!text.utf8.contains { "<>,;\"()\\".utf8.contains($0) }, text)
        expect((try? EmailAddress(text)) == address, text)
    }
    expect((try? EmailAddress(address.description)) == address, address.description)
}

func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        true
    default: false
    }
}
