import DomainTestSupport
import SQLite
import Testing

@testable import Catalogue
@testable import Nachlese

struct AccessRequestTests {
    @Test("References count anew each year, and none is given twice")
    func references() throws {
        let world = try World()
        #expect(try world.request("a@example.org").reference.description == "A-2017-0001")
        let second = try world.request("b@example.org")
        #expect(second.reference.description == "A-2017-0002")
        try world.database.transaction { try $0.run("DELETE FROM access_request") }
        #expect(try world.request("c@example.org").reference.description == "A-2017-0003")
        world.hands.advance(333 * 86_400)
        #expect(try world.request("d@example.org").reference.description == "A-2018-0001")
    }

    @Test(
        "A reference is read as people type it",
        arguments: [
            ("A-2026-0143", "A-2026-0143"), ("a-2026-143", "A-2026-0143"), ("A-2026-12345", "A-2026-12345"),
            ("A-2026-0", nil), ("2026-143", nil), ("A-26-1", nil), ("A-2026-", nil), ("A-2026-1-2", nil),
            ("B-2026-1", nil), ("A-2026-+1", nil), ("A-2026-１", nil), ("A-2026-9999999999", nil), ("", nil),
        ] as [(String, String?)])
    func reading(text: String, reference: String?) {
        #expect(AccessReference(text)?.description == reference)
    }

    @Test("Who confirms the same wish again brings the open one up to date")
    func again() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let first = try world.request(module: module, message: "eins")
        let again = try world.request("NEU@example.org", name: "E. Muster", module: module, message: "zwei")
        #expect(again.id == first.id && again.name == "E. Muster" && again.message == "zwei")
        #expect(try world.request(door: .slides, module: module).id != first.id)
        #expect(try world.request().id != first.id)
        #expect(try world.request(source: .mail, module: module).id != first.id)
        try world.decline(first)
        #expect(try world.request(module: module).id != first.id)
        #expect(try AccessRequest.all(.open, in: world.database).count == 4)
    }

    @Test("A module that is removed leaves the request without one")
    func moduleRemoved() throws {
        let world = try World()
        let module = try world.module(in: world.series())
        let request = try world.request(module: module)
        try world.database.transaction { try module.remove(in: $0) }
        #expect(try world.fresh(request).module == nil)
    }

    @Test(
        "A message keeps its lines and nothing that steers",
        arguments: [
            ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("a  \n\n\n\nb\n\n", "a\n\nb"),
            ("a\u{1B}[2J\u{202E}b\u{61C}\u{0}", "a [2Jb"),
            ("\n\n  x", "  x"), ("\u{2028}a\u{85}b", "a\nb"), ("", ""), (" \r\n\t", ""),
        ])
    func messages(typed: String, text: String) {
        #expect(AccessMessage(typed).text == text)
    }

    @Test("A message that is too long is cut between scalars")
    func longMessage() {
        let text = AccessMessage(String(repeating: "ü", count: 5000)).text
        #expect(text.utf8.count <= AccessMessage.maximumLength && text.unicodeScalars.last == "…")
        #expect(text.unicodeScalars.dropLast().allSatisfy { $0 == "ü" })
        #expect(AccessMessage(String(repeating: "a", count: 4000)).text.utf8.count == 4000)
    }
}
