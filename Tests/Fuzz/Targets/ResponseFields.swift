@testable import HTTP

/// What goes out: whatever a name or value is, a field stays one line.
func fuzz(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let values = [ResponseField(.location, text).value, ContentDisposition(.attachment, fileName: text).fieldValue]
    for value in values {
        expect(!value.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "a control octet")
    }
    if let name = ResponseField.Name(text) { expect(name.text.utf8.allSatisfy(Byte.isToken), text) }
    if let cookie = try? SetCookie(name: "a", value: text) { expect(!cookie.fieldValue.utf8.contains(0x0A), text) }
}
