import DomainTestSupport
import TestSupport
import Testing

@testable import Catalogue

struct ReportMarkupTests {
    typealias Block = ReportMarkup.Block
    typealias Inline = ReportMarkup.Inline

    @Test("reads every kind of block")
    func blocks() {
        let markup = ReportMarkup(
            """
            # Heading
            ## Sub

            One line
            and its next.

            - first
            - second
              goes on
            1. one
            2. two

            > said
            > here
            >
            > and there
            """)
        #expect(
            markup.blocks == [
                .heading([.text("Heading")]), .subheading([.text("Sub")]),
                .paragraph([.text("One line and its next.")]),
                .list([[.text("first")], [.text("second goes on")]], isNumbered: false),
                .list([[.text("one")], [.text("two")]], isNumbered: true),
                .quotation([[.text("said here")], [.text("and there")]]),
            ])
    }

    @Test(
        "reads emphasis and links",
        arguments: [
            ("a *b* c", [.text("a "), .emphasis([.text("b")]), .text(" c")]),
            ("**b**", [.strong([.text("b")])]),
            ("**a *b* c**", [.strong([.text("a "), .emphasis([.text("b")]), .text(" c")])]),
            ("[x](https://example.org/a)", [.link([.text("x")], to: "https://example.org/a")]),
            ("[x](/modules/iv)", [.link([.text("x")], to: "/modules/iv")]),
            ("\\*no\\*", [.text("*no*")]), ("2 * 3 * 4", [.text("2 * 3 * 4")]), ("*open", [.text("*open")]),
            ("[x](javascript:alert)", [.text("[x](javascript:alert)")]),
            ("[x](//evil.example)", [.text("[x](//evil.example)")]),
            ("[x](/\\evil.example)", [.text("[x](/evil.example)")]),
            ("[x](data:text/html,y)", [.text("[x](data:text/html,y)")]), ("<b>", [.text("<b>")]),
        ] as [(String, [Inline])])
    func inlines(text: String, expected: [Inline]) {
        #expect(ReportMarkup(text).blocks == [.paragraph(expected)])
    }

    @Test(
        "takes anything without trouble",
        arguments: [
            "", "\r\n\r\r\n", "*", "**", "***", "[", "[]()", "[a](", "\\", "#", "# ", ">", "1.", "- ",
            String(repeating: "*", count: 50_000), String(repeating: "[", count: 50_000),
            String(repeating: "[a](", count: 10_000), String(repeating: "**a *b ", count: 5_000),
        ])
    func hostile(text: String) {
        _ = ReportMarkup(text).plainText(limit: 100)
    }

    @Test(
        "hostile text costs a small multiple of its length",
        arguments: [
            "*", "**", "[", "[a](", "\\", "**a *b ", "> x\n", "- a\n", "a\n", "![](a.jpg)\n", "[a](/b)", "*a*", "(",
            "![", "**a *b** c* ", "[a](https://example.org/b c) ",
        ])
    func linear(piece: String) {
        // Were it quadratic, it would take ten billion steps and not end.
        let text = String(repeating: piece, count: 131_072 / piece.utf8.count)
        #expect(ReportMarkup.pictures(in: text).count <= 1)
        #expect(!ReportMarkup(text).blocks.isEmpty)
        #expect(ReportMarkup.plainText(of: text, limit: 200).unicodeScalars.count <= 201)
    }

    @Test("refuses an address once, however many brackets lead to it")
    func refusedLinks() {
        let text = String(repeating: "[", count: 100_000) + "](https://" + String(repeating: "x", count: 1900) + " )"
        #expect(ReportMarkup(text).blocks == [.paragraph([.text(text)])])
    }

    @Test("an extract is the same as of the whole")
    func extract() {
        let whole =
            "# Titel\n\nEin *kurzer* Text mit [Verweis](/a).\n\n- Punkt\n\n> Zitat\n\nNoch **einer, 🌾 ähnlich**.\n"
        for limit in 0...60 {
            let text = ReportMarkup(whole).plainText(limit: limit)
            #expect(ReportMarkup.plainText(of: whole, limit: limit).unicodeScalars.elementsEqual(text.unicodeScalars))
        }
    }

    @Test("keeps every sign of any script, and drops control characters")
    func signs() {
        let text = "a\u{0}\u{1F}b\u{7F}\u{80}\u{9F}c\u{A0}d\te\u{301}🌾\u{2028}ß"
        #expect(ReportMarkup(text).blocks == [.paragraph([.text("abc\u{A0}d e\u{301}🌾\u{2028}ß")])])
        #expect(ReportMarkup("\\🌾\\ä*ö*").blocks == [.paragraph([.text("🌾ä"), .emphasis([.text("ö")])])])
    }

    @Test("gives a description cut at a word")
    func plainText() {
        let markup = ReportMarkup("# No\n\nEin *kurzer* Text mit [Verweis](/a).\n\nNoch einer.")
        #expect(markup.plainText(limit: 200) == "Ein kurzer Text mit Verweis. Noch einer.")
        #expect(markup.plainText(limit: 12) == "Ein kurzer…")
    }

    @Test("reads a line that is a picture, with or without a caption")
    func pictures() throws {
        let name = try PictureName("saal.jpg").unwrapped()
        let text = """
            Vorher
            ![Der *volle* [Saal](https://example.org)](saal.jpg)
            ![](saal.jpg)
            - eins
            ![](saal.jpg)
            nachher
            """
        let markup = ReportMarkup(text)
        #expect(
            markup.blocks == [
                .paragraph([.text("Vorher")]),
                .picture(
                    name,
                    caption: [
                        .text("Der "), .emphasis([.text("volle")]), .text(" "),
                        .link([.text("Saal")], to: "https://example.org"),
                    ]),
                .picture(name, caption: []), .list([[.text("eins")]], isNumbered: false), .picture(name, caption: []),
                .paragraph([.text("nachher")]),
            ])
        #expect(ReportMarkup.pictures(in: text) == [name])
        #expect(markup.plainText(limit: 100) == "Vorher nachher")
    }

    @Test(
        "everything else that looks like a picture is text",
        arguments: [
            "![Saal](https://example.org/a.jpg)", "![Saal](saal.gif)", "![Saal](/a/saal.jpg)", "![Saal] (saal.jpg)",
            "![Saal](saal.jpg) dazu", "Dazu ![Saal](saal.jpg)", "![(saal.jpg)", "!](saal.jpg)", "![)", "![",
            "![](saal.jpg", "\\![](saal.jpg)",
        ])
    func noPictures(line: String) {
        #expect(ReportMarkup.pictures(in: line).isEmpty)
        #expect(ReportMarkup(line).blocks.count == 1)
    }
}
