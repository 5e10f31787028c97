@testable import HTTP

/// `Content-Type` and the boundary it names: what was read can be written and read again.
func fuzz(_ bytes: [UInt8]) {
    let boundary = try? MultipartBoundary(contentType: bytes[...])
    guard let type = ContentType(bytes.span) else {
        expect(boundary == nil, "a boundary of a malformed type")
        return
    }
    let essence = Array(type.essence.utf8)
    expect(essence.count { $0 == UInt8(ascii: "/") } == 1, type.essence)
    expect(ContentType(essence.span)?.essence == type.essence, type.essence)
    guard let boundary else { return }
    expect(type.essence == "multipart/form-data" && type.parameter("boundary") == boundary.bytes, type.essence)
    expect((1...70).contains(boundary.bytes.count) && boundary.bytes.last != 0x20, "\(boundary)")
    let written = Array("multipart/form-data; boundary=\"".utf8) + boundary.bytes + [UInt8(ascii: "\"")]
    expect((try? MultipartBoundary(contentType: written[...])) == boundary, "\(boundary)")
}
