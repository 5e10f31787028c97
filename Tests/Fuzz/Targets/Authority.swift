@testable import HTTP

/// Hosts: what was read can be written and read again.
func fuzz(_ bytes: [UInt8]) {
    if let (hostEnd, _) = Authority.scan(bytes.span, 0..<bytes.count) {
        expect(hostEnd > 0 && hostEnd <= bytes.count, "\(hostEnd)")
        expect(!bytes.contains { $0 <= 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "@") }, "an octet of no host")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let authority = Authority(text) else { return }
    expect(Authority(authority.description) == authority, "\(authority)")
    expect(Authority(text.uppercased()) == authority, "\(authority) in capitals")
}
