import Codecs
import Testing

struct HTMLEscapingTests {
    @Test(arguments: [
        ("", ""), ("Jörg & Söhne", "Jörg &amp; Söhne"), ("<b>", "&lt;b&gt;"), ("\"'", "&#34;&#39;"),
        ("&amp;", "&amp;amp;"),
        // One grapheme each: by characters, neither would be found.
        ("\"\u{301} onfocus=", "&#34;\u{301} onfocus="), ("<\u{338}", "&lt;\u{338}"),
    ])
    func `what has a meaning in HTML is escaped`(text: String, escaped: String) {
        #expect(HTMLEscaping.escape(text).utf8.elementsEqual(escaped.utf8))
        var bytes = Array("x".utf8)
        HTMLEscaping.append(text, to: &bytes)
        #expect(bytes == Array("x".utf8) + Array(escaped.utf8))
    }
}
