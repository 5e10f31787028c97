import Codecs
import Testing

struct MediaTypeTests {
    @Test(
        "The type follows the last extension",
        arguments: [
            ("a.pdf", "application/pdf", true), ("A.PDF", "application/pdf", true),
            ("a.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", false),
            ("a.ppt", "application/vnd.ms-powerpoint", false), ("a.key", "application/vnd.apple.keynote", false),
            ("a.odp", "application/vnd.oasis.opendocument.presentation", false), ("a.zip", "application/zip", false),
            ("a.jpeg", "image/jpeg", true), ("a.mp4", "video/mp4", true), ("a.html", "text/html; charset=utf-8", false),
            ("a.svg", "image/svg+xml", false), ("a.js", "text/javascript; charset=utf-8", false),
            ("a.pdf.exe", "application/octet-stream", false), ("a.tar.zip", "application/zip", false),
            ("a", "application/octet-stream", false), ("", "application/octet-stream", false),
            ("a.", "application/octet-stream", false), ("pdf", "application/octet-stream", false),
            (".pdf", "application/pdf", true), ("a.\u{FF50}df", "application/octet-stream", false),
            ("a.xhtml", "application/octet-stream", false), ("a.xml", "application/octet-stream", false),
        ])
    func types(_ name: String, _ type: String, _ isSafeInline: Bool) {
        let found = MediaType(fileName: name)
        #expect(found.text == type)
        #expect(found.isSafeInline == isSafeInline)
    }

    @Test func `a stored type of the list is what its file name would give`() {
        for name in ["a.pdf", "a.pptx", "a.ppt", "a.txt", "a.csv", "a.jpg", "a.mp4", "a.zip", "a.key"] {
            let type = MediaType(fileName: name)
            #expect(MediaType(stored: type.text) == type)
        }
    }

    @Test(arguments: ["text/x-unknown", "", "application/octet-stream", "text/html", "image/svg+xml"])
    func `any other stored type stays as it is and is not shown inline`(text: String) {
        #expect(MediaType(stored: text).text == text)
        #expect(!MediaType(stored: text).isSafeInline)
    }
}
