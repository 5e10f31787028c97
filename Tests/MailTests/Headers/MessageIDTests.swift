import Mail
import Testing

struct MessageIDTests {
    @Test(arguments: [
        ("<a@b.de>", "<a@b.de>"), ("<4711.x-Y_z@Folien.Example.org>", "<4711.x-Y_z@folien.example.org>"),
        ("<x@localhost>", "<x@localhost>"), ("<x@müller.example>", "<x@xn--mller-kva.example>"),
    ])
    func `reads an identifier`(text: String, written: String) throws {
        #expect(try MessageID(text).description == written)
    }

    @Test(arguments: [
        ("", MessageID.Invalid.form), ("<", .form), ("<>", .form), ("a@b.de", .form), ("<a@b@c.de>", .form),
        ("<a b@c.de>", .unique), ("<@c.de>", .unique), ("<a>b@c.de>", .unique), ("<a\r\nX: y@c.de>", .unique),
        ("<.a@c.de>", .unique), ("<ä@c.de>", .unique), ("<a@>", .host), ("<a@c.de\n>", .host), ("<a@c d>", .host),
        ("<\(String(repeating: "a", count: 129))@c.de>", .unique),
    ])
    func `refuses what could end the line or the brackets`(text: String, reason: MessageID.Invalid) {
        #expect(throws: reason) { try MessageID(text) }
    }
}
