import Codecs
import HTTP
import Testing

@testable import Website

@Suite(.timeLimit(.minutes(15))) struct RedirectTableTests {
    private func read(_ text: String) -> (table: RedirectTable, faults: [RedirectTable.Fault]) {
        RedirectTable.read(Array(text.utf8), file: "x")
    }

    private func target(_ old: String, in table: RedirectTable) throws -> String? {
        let target = try #require(RequestTarget(local: old))
        return table.rule(segments: target.segments, query: try target.queryItems())?.target
    }

    @Test func `exact paths and queries lead where their line says`() throws {
        let (table, faults) = read(
            """
            # Aus dem alten System
            /index.php/veranstaltungen/12?id=3&view=article   /modules/modul-iv#list_presentations
            /index.php/veranstaltungen/12 /series/reihe
            /fortbildung/größe/ /?lang=de
            /?option=com_content&id=7\t/modules/modul-iii?file=folien
            /modules/alt /modules/neu\r

            """)
        #expect(faults.isEmpty)
        #expect(table.rules.map(\.line) == [2, 3, 4, 5, 6])
        let expected = [
            ("/index.php/veranstaltungen/12?id=3&view=article", "/modules/modul-iv#list_presentations"),
            ("/index.php/veranstaltungen/12?view=article&id=3", "/modules/modul-iv#list_presentations"),
            ("/index.php/veranstaltungen/12?id=4", "/series/reihe"),
            ("/index.php/veranstaltungen/12", "/series/reihe"), ("/index.php/veranstaltungen/12/", "/series/reihe"),
            ("/fortbildung/gr%C3%B6%C3%9Fe", "/?lang=de"),
            ("/?id=7&option=com_content", "/modules/modul-iii?file=folien"), ("/modules/alt", "/modules/neu"),
        ]
        for (old, new) in expected { #expect(try target(old, in: table) == new, "\(old)") }
        for old in ["/index.php", "/?id=7", "/", "/Fortbildung/gr%C3%B6%C3%9Fe", "/index.php/veranstaltungen/12/x"] {
            #expect(try target(old, in: table) == nil, "\(old)")
        }
    }

    @Test(
        arguments: [
            ("/alt", .notTwo), ("/alt /modules/x noch", .notTwo), ("alt /modules/x", .badOld("alt")),
            ("//alt /modules/x", .badOld("//alt")), ("/alt#teil /modules/x", .badOld("/alt#teil")),
            ("/alt%2 /modules/x", .badOld("/alt%2")), ("/ /modules/x", .living("/")),
            ("/login?a=1 /modules/x", .living("/login?a=1")), ("/imprint/ /modules/x", .living("/imprint/")),
            ("/alt https://example.org/", .foreign("https://example.org/")),
            ("/alt //example.org/", .foreign("//example.org/")),
            ("/alt /\\example.org", .foreign("/\\example.org")), ("/alt /gibtesnicht", .badTarget("/gibtesnicht")),
            ("/alt /logout", .badTarget("/logout")), ("/alt /modules/A", .badTarget("/modules/A")),
            ("/alt /modules/x\n/alt/ /modules/y", .repeated("/alt/", line: 1)),
            ("/modules/a /modules/a", .leadsOn("/modules/a", line: 1)),
            ("/modules/a /modules/b\n/modules/b /modules/c", .leadsOn("/modules/b", line: 2)),
            ("/?id=1 /?id=1", .leadsOn("/?id=1", line: 1)),
        ] as [(String, RedirectTable.Reason)])
    func `a line that cannot be is told with its reason`(text: String, reason: RedirectTable.Reason) {
        let faults = read(text).faults
        #expect(faults.map(\.reason) == [reason])
        #expect(faults.first?.description.utf8.starts(with: "x, line ".utf8) == true)
    }

    @Test func `two that lead to each other are both told`() {
        #expect(read("/modules/a /modules/b\n/modules/b /modules/a").faults.map(\.line) == [1, 2])
    }

    @Test func `a table has its bounds`() {
        let lines = (0...RedirectTable.mostRules).map { "/alt/\($0) /modules/x" }.joined(separator: "\n")
        let (table, faults) = read(lines)
        #expect(table.rules.count == RedirectTable.mostRules)
        #expect(faults.map(\.reason) == [.tooMany(limit: RedirectTable.mostRules)])
        #expect(RedirectTable.read([0xFF], file: "x").faults.map(\.reason) == [.notUTF8])
    }
}
