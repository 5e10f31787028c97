@testable import Mail

/// Mails by anybody: what is found is bounded and clean.
func fuzz(_ bytes: [UInt8]) {
    let mail = IncomingMail(bytes)
    expect(!mail.subject.unicodeScalars.contains { $0.properties.generalCategory == .control }, mail.subject)
    expect(mail.references.count <= 10 && mail.languages.count <= 8, "too many of something")
    // A byte of Windows-1252 is up to three of UTF-8.
    expect(mail.text.utf8.count <= 3 * bytes.count + 1, "the text is longer than the mail")
    if let sender = mail.sender {
        expect((try? EmailAddress(sender.address.description)) == sender.address, sender.address.description)
        expect(!sender.name.utf8.contains(UInt8(ascii: "@")), sender.name)
    }
    for id in mail.references + [mail.messageID].compactMap(\.self) {
        expect((try? MessageID(id.description)) == id, id.description)
        expect(id.description.utf8.allSatisfy { (0x21...0x7E).contains($0) }, id.description)
    }
    _ = EncodedWord.text(bytes)
    _ = SenderField(bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    expect(HTMLText.text(text).utf8.count <= 2 * text.utf8.count + 1, "HTML made more of it")
}
