@testable import Mail

/// Returned mails: what is found is bounded and clean, and cutting a mail never finds more recipients.
func fuzz(_ bytes: [UInt8]) {
    let mail = ReturnedMail(bytes)
    expect(mail.addressees.count <= 100, "\(mail.addressees.count) addressees")
    for address in mail.addressees {
        expect(address.utf8.count <= 320 && address.utf8.contains(UInt8(ascii: "@")), address)
        expect(address.utf8.allSatisfy { (0x21...0x7E).contains($0) }, address)
    }
    let recipients = mail.report?.recipients ?? []
    expect(mail.report == nil || (1...100).contains(recipients.count), "\(recipients.count) recipients")
    for text in recipients.flatMap({ [$0.diagnostic, $0.finalRecipient] }).compactMap(\.self) {
        expect(text.unicodeScalars.count <= 500, text)
        expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control }, text)
    }
    let half = ReturnedMail(Array(bytes.prefix(bytes.count / 2)))
    expect((half.report?.recipients.count ?? 0) <= max(recipients.count, 1), "half a mail reports about more")
    if let type = MIMEType(bytes) {
        expect(type.essence.utf8.count { $0 == UInt8(ascii: "/") } == 1, type.essence)
        expect(type.boundary.map { (1...70).contains($0.count) } ?? true, "a boundary of no length")
    }
    for encoding in ["base64", "quoted-printable", ""] {
        let decoded = TransferEncoding(Array(encoding.utf8)).decoded(bytes)
        expect(decoded.count <= bytes.count + 1, "\(encoding) made more of it")
    }
}
