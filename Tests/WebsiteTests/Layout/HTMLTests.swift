import Testing

@testable import Catalogue
@testable import Website

@Suite struct HTMLTests {
    @Test(arguments: [
        ("a & b", "a &amp; b"), ("<script>", "&lt;script&gt;"), ("\"", "&#34;"), ("'", "&#39;"), ("", ""),
        ("Größe – „Träger“ 🌾", "Größe – „Träger“ 🌾"),
        // One character for people, two scalars for a browser: the quote must not slip through.
        ("\"\u{301} onfocus=alert(1) autofocus", "&#34;\u{301} onfocus=alert(1) autofocus"),
        ("<\u{338}img src=x>", "&lt;\u{338}img src=x&gt;"), ("&\u{301}lt;", "&amp;\u{301}lt;"),
        ("'\u{FE0F}x", "&#39;\u{FE0F}x"), ("&amp;", "&amp;amp;"),
    ])
    func `escapes every text byte by byte`(text: String, escaped: String) {
        let inside: HTML = "<p title=\"\(text)\">\(text)</p>"
        #expect(string(inside).utf8.elementsEqual("<p title=\"\(escaped)\">\(escaped)</p>".utf8))
        #expect(string(HTML(text: text)).utf8.elementsEqual(escaped.utf8))
    }

    @Test func `puts in numbers, markup and lists of markup`() {
        let item: HTML = "<li>\(7) \("a<b")</li>"
        let nothing: HTML? = nil
        let list: HTML = "<ul>\([item, item])\(nothing)\(item, if: false)\(item, if: true)</ul>"
        let row = "<li>7 a&lt;b</li>"
        #expect(string(list) == "<ul>\(row)\(row)\(row)</ul>")
        #expect(string([item, item].joined(by: "<br>")) == "\(row)<br>\(row)")
        #expect(string(([] as [HTML]).joined(by: "<br>")) == "")
    }

    @Test(arguments: [
        ("# A & B", "<h2>A &amp; B</h2>\n"), ("## <b>", "<h3>&lt;b&gt;</h3>\n"),
        ("Ein *betonter* und **starker** Satz", "<p>Ein <em>betonter</em> und <strong>starker</strong> Satz</p>\n"),
        ("- eins\n- zwei", "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>\n"),
        ("1. eins", "<ol>\n<li>eins</li>\n</ol>\n"),
        ("> \"Zitat\"", "<blockquote><p>&#34;Zitat&#34;</p></blockquote>\n"),
        (
            "[hier](https://a.example/?x=1&y=\"2\")",
            "<p><a href=\"https://a.example/?x=1&amp;y=&#34;2&#34;\">hier</a></p>\n"
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
    ])
    func `writes reports with everything in them escaped`(report: String, html: String) {
        #expect(string(HTML(report: ReportMarkup(report))) == html)
    }

    private func string(_ html: HTML) -> String {
        String(decoding: html.bytes, as: UTF8.self)
    }
}
