import Mail
import Testing

@testable import Website

@Suite struct ObfuscatedEmailTests {
    private func text(_ html: HTML) -> String { String(decoding: html.bytes, as: UTF8.self) }

    @Test func `what is read is cut at its signs`() {
        #expect(
            text(ObfuscatedEmail.text("buero.x@example.org"))
                == "buero<span>&#46;</span>x<span>&#64;</span>example<span>&#46;</span>org")
        #expect(text(ObfuscatedEmail.text("a<b@example")) == "a&lt;b<span>&#64;</span>example")
    }

    @Test func `a link has the subject, and the address percent-encoded`() throws {
        let address = try EmailAddress("buero+x@example.org")
        #expect(
            text(ObfuscatedEmail.href(address, subject: "Zugang & mehr"))
                == "m&#97;ilto&#58;%62%75%65%72%6F%2B%78&#64;example&#46;org?subject=Zugang%20%26%20mehr")
        #expect(text(ObfuscatedEmail.href(address, subject: nil)).utf8.starts(with: "m&#97;ilto".utf8))
    }

    @Test func `links that somebody wrote keep their subject`() throws {
        let href = try #require(ObfuscatedEmail.href(written: "MAILTO:buero@example.org?subject=Hallo%20a@b.de&x=1"))
        #expect(text(href) == "m&#97;ilto&#58;%62%75%65%72%6F&#64;example&#46;org?subject=Hallo%20a&#64;b.de&amp;x=1")
        let encoded = try #require(ObfuscatedEmail.href(written: "mailto:b%C3%BC@example.org"))
        #expect(text(encoded) == "m&#97;ilto&#58;%62%C3%BC&#64;example&#46;org")
        #expect(ObfuscatedEmail.href(written: "https://example.org/") == nil)
    }

    @Test(
        arguments: [
            ("Fragen an buero@example.org.", "Fragen an buero|example,org."), ("(a@b.de, c@d.de)", "(a|b,de, c|d,de)"),
            ("x@@y.de @z.de a@b", "x@@y.de @z.de a@b"), ("a@b.de@c.de", "a|b,de@c.de"), ("ohne", "ohne"),
            ("@", "@"), ("a@b.-", "a@b.-"), ("Ä@ö.de größe@ö.de", "Ä@ö.de größe|ö,de"),
        ])
    func `addresses are found in a text`(typed: String, expected: String) {
        let shown = text(ObfuscatedEmail.prose(typed))
            .replacing("<span>&#64;</span>", with: "|").replacing("<span>&#46;</span>", with: ",")
        #expect(shown == expected)
    }

    @Test func `with a subject they are links, and without markup they are left out`() {
        let linked = text(ObfuscatedEmail.prose("An a@b.de!", subject: "Modul"))
        #expect(linked.contains("An <a href=\"m&#97;ilto&#58;%61&#64;b&#46;de?subject=Modul\">a<span>&#64;</span>b"))
        #expect(ObfuscatedEmail.withoutAddresses("An a@b.de, sofort") == "An …, sofort")
        #expect(ObfuscatedEmail.withoutAddresses("An <a@b>") == "An <a@b>")
    }

    @Test func `hostile text costs what its length costs`() {
        let text = String(repeating: "a@", count: 200_000) + String(repeating: "b.", count: 200_000)
        #expect(ObfuscatedEmail.withoutAddresses(text).utf8.count <= text.utf8.count)
    }
}
