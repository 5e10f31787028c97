import Testing

@testable import HTTP

struct MultipartPartTests {
    /// The head of one part with these field lines.
    private func part(_ fields: String...) throws -> MultipartPart {
        let head = fields.map { Array("\($0)\r\n".utf8) }.joined()
        let body = Array("--b\r\n".utf8) + head + Array("\r\n\r\n--b--".utf8)
        return try #require(try MultipartRun([body]).parts.first).head
    }

    @Test(
        "Names are read as browsers write them",
        arguments: [
            ("name=\"a\"", "a", nil),
            ("name=a", "a", nil),
            ("NAME=\"a\"; FileName=\"\"", "a", ""),
            ("name=\"a;b=c\"; filename=\"Vortrag Grün – 漢字.pptx\"", "a;b=c", "Vortrag Grün – 漢字.pptx"),
            ("name=\"a%22b%0D%0Ac%0a\"", "a\"b\r\nc\n", nil),
            ("name=\"100%, %2, %20, %41 and %\"", "100%, %2, %20, %41 and %", nil),
            ("name=a; filename=\"C:\\Folder\\x.pdf\"", "a", "C:\\Folder\\x.pdf"),
            ("name=a; filename=\"end\\\"", "a", "end\\"),
            ("name=a; filename=x; filename*=UTF-8''evil.exe", "a", "x"),
            ("name=a; filename*=UTF-8''evil.exe", "a", nil),
        ] as [(String, String, String?)])
    func names(_ parameters: String, _ name: String, _ fileName: String?) throws {
        let part = try part("Content-Disposition: form-data; \(parameters)")
        #expect(part.name == name)
        #expect(part.fileName == fileName)
        #expect(part.mediaType == nil)
    }

    @Test(
        "A head that does not say what it should is refused",
        arguments: [
            ("Content-Disposition: form-data", .missingName),
            ("Content-Disposition: form-data; filename=a", .missingName),
            ("Content-Disposition: form-data; name=\"\"", .missingName),
            ("Content-Disposition: attachment; name=a", .invalidDisposition),
            ("Content-Disposition: form-data2; name=a", .invalidDisposition),
            ("Content-Disposition: name=a", .invalidDisposition),
            ("Content-Disposition:", .invalidDisposition),
            ("Content-Disposition: form-data; name=a; name=b", .invalidDisposition),
            ("Content-Disposition: form-data; name=a; filename=b; FILENAME=c", .invalidDisposition),
            ("Content-Disposition: form-data; name=\"a", .invalidDisposition),
            ("Content-Disposition: form-data; name=\"a\\\"b\"", .invalidDisposition),
            ("Content-Disposition: form-data; name=ü", .invalidDisposition),
            ("Content-Disposition: form-data name=a", .invalidDisposition),
            ("Content-Disposition: form-data; name=a\r\nContent-Type: text", .invalidContentType),
            ("Content-Disposition: form-data; name=a\r\nContent-Type: a/b\r\nContent-Type: a/b", .invalidContentType),
            ("Content-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed; boundary=x", .nestedMultipart),
            ("Content-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=latin1", .unknownCharset),
            ("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64", .unknownTransferEncoding),
            (
                "Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: quoted-printable",
                .unknownTransferEncoding
            ),
        ] as [(String, MultipartError)])
    func refuses(_ head: String, _ expected: MultipartError) {
        #expect(throws: expected) { _ = try self.part(head) }
    }

    @Test("Names that are not UTF-8 are refused", arguments: ["\u{FC}", "\u{C0}\u{AF}", "\u{ED}\u{A0}\u{80}"])
    func encoding(_ name: String) {
        for parameter in ["name=\"\(name)\"", "name=a; filename=\"\(name)\""] {
            let body = bytes("--b\r\nContent-Disposition: form-data; \(parameter)\r\n\r\n\r\n--b--")
            #expect(throws: MultipartError.invalidUTF8) { _ = try MultipartRun([body]) }
        }
    }

    @Test("The type is told without its parameters; a file may be in any charset")
    func types() throws {
        let file = "Content-Disposition: form-data; name=a; filename=b"
        #expect(try part(file, "Content-Type: Text/Plain; charset=latin1").mediaType == "text/plain")
        let text = "Content-Disposition: form-data; name=a"
        for charset in ["UTF-8", "\"utf-8\"", "us-ascii"] {
            #expect(try part(text, "Content-Type: text/plain; charset=\(charset)").mediaType == "text/plain")
        }
        for coding in ["7bit", "8BIT", "binary"] { _ = try part(text, "Content-Transfer-Encoding: \(coding)") }
    }

    @Test(
        "The safe name is the last component, and harmless",
        arguments: [
            ("x.pdf", "x.pdf"), ("a/b/x.pdf", "x.pdf"), ("C:\\Folder\\x.pdf", "x.pdf"), ("../../etc/passwd", "passwd"),
            ("a/..", "download"), ("a/", "download"), ("", "download"), ("%0D%0Ax:y", "x_y"), (".htaccess", "htaccess"),
        ])
    func safeNames(_ sent: String, _ expected: String) throws {
        #expect(try part("Content-Disposition: form-data; name=a; filename=\"\(sent)\"").safeFileName == expected)
    }

    @Test("What is no file has no safe name")
    func text() throws {
        #expect(try part("Content-Disposition: form-data; name=a").safeFileName == nil)
    }
}
