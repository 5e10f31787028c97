@testable import Codecs
@testable import HTTP

/// Targets: a decoded path leads nowhere else, and can be written and read again.
func fuzz(_ bytes: [UInt8]) {
    if let target = try? RequestTarget(kind: .origin, bytes.span, 0..<bytes.count) { check(target) }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let local = RequestTarget(local: text) else { return }
    check(local)
    expect(text.utf8.starts(with: "/".utf8) && !text.utf8.starts(with: "//".utf8), text)
    expect(!text.utf8.contains { $0 <= 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "#") }, text)
}

func check(_ target: RequestTarget) {
    expect(!target.path.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }, target.path)
    for segment in target.path.utf8.split(separator: UInt8(ascii: "/")) {
        expect(!segment.elementsEqual(".".utf8) && !segment.elementsEqual("..".utf8), target.path)
    }
    let parts = target.path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let written = Array(
        parts.map { PercentEncoding.pathSegment(String(decoding: $0, as: UTF8.self)) }
            .joined(separator: "/").utf8)
    let again = try? RequestTarget(kind: .origin, written.span, 0..<written.count)
    expect(again?.path == target.path, target.path)
    _ = try? target.queryItems()
}
