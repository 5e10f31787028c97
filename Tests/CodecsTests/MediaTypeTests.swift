import Codecs
import Testing

struct MediaTypeTests {
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
