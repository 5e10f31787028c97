import Testing

@testable import Nachlese

struct RecordReaderTests {
    private func records(_ text: String, _ delimiter: ListDelimiter = .semicolon) throws -> [ListRecord] {
        var reader = RecordReader(Array(text.utf8), delimiter: delimiter)
        var records: [ListRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    @Test(
        "quoting is read as RFC 4180 and spreadsheet programs have it",
        arguments: [
            ("a;b", [["a", "b"]]),
            ("a;b\n", [["a", "b"]]),
            ("a;b\r\nc;d\r\n", [["a", "b"], ["c", "d"]]),
            ("a\rb\n\nc", [["a"], ["b"], [""], ["c"]]),
            (";;", [["", "", ""]]),
            ("\"a;b\";c", [["a;b", "c"]]),
            ("\"a\"\"b\";\"\"", [["a\"b", ""]]),
            ("\"a\r\nb\";c", [["a\r\nb", "c"]]),
            ("a\"b\"c;\"d\"e", [["a\"b\"c", "de"]]),
            ("\"\"\"\"", [["\""]]),
            (" \"a\";b", [[" \"a\"", "b"]]),
            ("a;b;", [["a", "b", ""]]),
            ("ä;ö\u{2028};😀", [["ä", "ö\u{2028}", "😀"]]),
        ] as [(String, [[String]])])
    func quoting(text: String, cells: [[String]]) throws {
        #expect(try records(text).map(\.cells) == cells)
    }

    @Test("the other delimiters do the same, and the rest is text then")
    func delimiters() throws {
        #expect(try records("a,b;c\td", .comma).map(\.cells) == [["a", "b;c\td"]])
        #expect(try records("a,b;c\td", .tab).map(\.cells) == [["a,b;c", "d"]])
    }

    @Test("a record has the number of the physical line on which it begins")
    func lines() throws {
        #expect(try records("a\r\n\"b\nc\rd\r\ne\"\nf\r\rg").map(\.line) == [1, 2, 6, 7, 8])
    }

    @Test(
        "a quotation that never ends is told by the line where it began",
        arguments: ["\n\"b\n\nc", "\n\"", "\n\"\"\""])
    func openQuotation(text: String) {
        #expect(throws: ParticipantListError.openQuotation(line: 2)) { try records(text) }
    }

    @Test("too long a cell and too many cells are told of the record alone")
    func limits() throws {
        let long = String(repeating: "x", count: 10_241)
        let read = try records("\(long.dropLast());ok\n\(long);no\n\"\(long)\"\n" + String(repeating: ";", count: 99))
        #expect(read.map(\.excess) == [nil, .cellTooLong(10_240), .cellTooLong(10_240), nil])
        #expect(read[3].cells.count == 100)
        let wide = try records(String(repeating: ";", count: 100) + "\nb")
        #expect(wide.map(\.excess) == [.tooManyCells(100), nil])
        #expect(wide[0].cells.count == 100)
    }

    @Test("a record of blanks is blank, whatever the blanks are")
    func blank() throws {
        let read = try records(";;\n \u{A0};\t\n\"\n\"\n\u{200B};\u{FEFF}\n\n-")
        #expect(read.map(\.isBlank) == [true, true, true, true, true, false])
    }
}
