import Codecs
import Testing

struct TrimmingTests {
    @Test(arguments: [
        ("", ""), ("   ", ""), (" a b ", "a b"), ("a", "a"), ("\t a", "a"), ("a \t", "a"), ("a\n ", "a\n"),
    ])
    func `blanks go at both ends`(text: String, trimmed: String) {
        let bytes = Array(text.utf8)
        #expect(bytes.trimming(while: ASCII.isBlank).elementsEqual(trimmed.utf8))
        #expect(bytes[...].trimming(while: ASCII.isBlank).elementsEqual(trimmed.utf8))
    }

    @Test func `only the end can be trimmed`() {
        #expect([1, 2, 1, 1].trimmingEnd { $0 == 1 } == [1, 2])
        #expect([1, 1].trimmingEnd { $0 == 1 } == [])
        #expect([1, 2].trimmingEnd { $0 == 1 } == [1, 2])
    }

    @Test func `texts are trimmed by scalars`() {
        #expect("\u{FEFF}\u{A0} Müller \u{200B}".trimmingScalars(while: \.isWhitespaceOrFormat) == "Müller")
        // As characters, the blank and its accent would be one, which is no white space.
        #expect(" \u{301}a".trimmingScalars { $0 == " " } == "\u{301}a")
    }

    @Test func `one byte order mark goes`() {
        #expect([0xEF, 0xBB, 0xBF, 0x61].withoutByteOrderMark == [0x61])
        #expect([0xEF, 0xBB, 0x61].withoutByteOrderMark == [0xEF, 0xBB, 0x61])
        #expect([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF].withoutByteOrderMark == [0xEF, 0xBB, 0xBF])
    }
}
