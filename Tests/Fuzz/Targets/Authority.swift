@testable import HTTP

/// Hosts: what was read can be written and read again.
func fuzz(_ octets: [UInt8]) {
    if let (hostEnd, _) = Authority.scan(octets.span, 0..<octets.count) {
        expect(hostEnd > 0 && hostEnd <= octets.count, "\(hostEnd)")
        expect(!octets.contains { $0 <= 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "@") }, "an octet of no host")
    }
    let text = String(decoding: octets, as: UTF8.self)
    guard let authority = Authority(text) else { return }
    expect(Authority(authority.description) == authority, "\(authority)")
    expect(Authority(text.uppercased()) == authority, "\(authority) in capitals")
}
