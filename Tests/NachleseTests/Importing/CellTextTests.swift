import Testing

@testable import Nachlese

struct CellTextTests {
    @Test(
        "what a spreadsheet program would compute gets an apostrophe, which is taken away again",
        arguments: ["=1+1", "+49 361", "-5", "@x", "=\"a\"", "= ;", "'=1", "''=1", "'t Hooft", "a'b", "", "Müller"])
    func formulas(text: String) throws {
        for delimiter in ListDelimiter.allCases {
            let written = CellText.written(text, delimiter: delimiter)
            for first in "=+-@" { #expect(written.first != first && !written.hasPrefix("\"\(first)")) }
            var reader = RecordReader(Array(written.utf8), delimiter: delimiter)
            let cell = try reader.next()?.cells ?? [""]
            #expect(cell.map(CellText.meant) == [CellText.meant(by: text)])
        }
    }

    @Test("a tab and a line end at the begin get one, too")
    func controls() {
        #expect(CellText.written("\t=1", delimiter: .semicolon) == "'\t=1")
        #expect(CellText.written("\r=1", delimiter: .semicolon) == "\"'\r=1\"")
        #expect(CellText.meant(by: "'\t=1") == "=1")
    }

    @Test("delimiters, quotation marks and line ends are quoted")
    func quoted() {
        #expect(CellText.written("a;b", delimiter: .semicolon) == "\"a;b\"")
        #expect(CellText.written("a;b", delimiter: .comma) == "a;b")
        #expect(CellText.written("a\"b\nc", delimiter: .tab) == "\"a\"\"b\nc\"")
    }

    @Test("blanks of all kinds at the ends are no part of a cell, inside they are")
    func trimmed() {
        #expect(CellText.trimmed(" \u{A0}\t\u{FEFF}a\u{A0}b\u{200B}\r\n") == "a\u{A0}b")
        #expect(CellText.trimmed("\u{1B}a") == "\u{1B}a")
        #expect(CellText.trimmed("\u{3000}") == "")
    }
}
