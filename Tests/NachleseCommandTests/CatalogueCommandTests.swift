import TestSupport
import Testing

@testable import NachleseCommand

struct CatalogueCommandTests {
    @Test("a series is added once, changed, listed and removed")
    func series() async throws {
        let nachlese = try Installation()
        let added = await nachlese("series", "add", "reihe", "--title", "Reihe")
        #expect(added.status == .done && added.out.isEmpty && added.err.hasPrefix("Added the series 'reihe'.\nNext: "))
        let again = await nachlese("series", "add", "reihe", "--title", "Reihe")
        #expect(again.status == .exists && again.err.contains("'nachlese series edit reihe' changes it"))
        #expect(await nachlese("series", "edit", "reihe", "--title", "Andere").status == .done)
        let listed = await nachlese("series", "list", "--json")
        #expect(listed.out.contains(#""title": "Andere""#) && listed.out.contains("2017-02-02T12:00:00Z"))
        let unasked = await nachlese("series", "remove", "reihe")
        #expect(unasked.status == .usage && unasked.err.contains("--yes"))
        let mistyped = await nachlese("series", "remove", "reihe", typing: "reihen")
        #expect(mistyped.status == .failed && mistyped.err.contains("not confirmed"))
        #expect(await nachlese("series", "remove", "reihe", typing: "reihe").status == .done)
        #expect(await nachlese("series", "list", "--json").out == "[]\n")
    }

    @Test("a module has its report from a file of the working folder, and tells of pictures that are missing")
    func module() async throws {
        let nachlese = try await Installation.withModule()
        try nachlese.scratch.write(Array("# Bericht\n\n![](saal.jpg)\n".utf8), to: "bericht.txt")
        let changed = await nachlese("module", "edit", "2017-iv", "--report", "bericht.txt")
        #expect(changed.status == .done && changed.err.contains("module picture add 2017-iv saal.jpg"))
        #expect(await nachlese("module", "show", "2017-iv", "--json").out.contains("# Bericht"))
        let published = await nachlese("module", "publish", "2017-iv")
        #expect(published.status == .exists && published.err.contains("public already"))
        let missing = await nachlese("module", "edit", "2017-iv", "--report", "none.txt")
        #expect(missing.status == .notFound && missing.err == "nachlese: 'none.txt': there is no such file\n")
    }

    @Test("a report comes from standard input, too")
    func input() async throws {
        let nachlese = try await Installation.withModule()
        await nachlese("module", "edit", "2017-iv", "--report", "-", input: "\u{FEFF}# Vom Band\n")
        #expect(await nachlese("module", "show", "2017-iv", "--json").out.contains(##""report": "# Vom Band\n""##))
    }

    @Test("a presentation is added, replaced and removed with its files")
    func presentation() async throws {
        let nachlese = try await Installation.withModule()
        try nachlese.scratch.write(Array("%PDF-1.4 eins".utf8), to: "a.pdf")
        try nachlese.scratch.write(Array("%PDF-1.4 zwei".utf8), to: "b.pdf")
        try nachlese.scratch.write(Array("<html>".utf8), to: "c.pdf")
        let added = await nachlese("presentation", "add", "2017-iv", "a.pdf", "--title", "Folien")
        #expect(added.status == .done && added.err.contains("It is on the page /modules/2017-iv now."))
        let replaced = await nachlese("presentation", "replace", "1", "b.pdf")
        #expect(replaced.err.contains("has version 2"))
        let refused = await nachlese("presentation", "replace", "1", "c.pdf")
        #expect(refused.status == .badInput && refused.err.contains("'c.pdf' does not begin like a pdf file"))
        let absent = await nachlese("presentation", "add", "2017-iv", "d.pdf")
        #expect(absent.status == .notFound && absent.err == "nachlese: there is no file 'd.pdf'\n")
        #expect(nachlese.scratch.names(in: "data/files").count == 2)
        #expect(await nachlese("presentation", "remove", "1", "--yes").status == .done)
        let check = await nachlese("check", "--read", "--json")
        #expect(check.status == .failed && !check.out.contains("unnamed-file") && !check.out.contains("missing-file"))
    }
}
