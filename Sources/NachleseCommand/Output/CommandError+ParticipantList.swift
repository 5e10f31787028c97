import Nachlese

extension CommandError {
    /// About a file that is no participant list, as it is named.
    init(_ error: ParticipantListError, of file: String) {
        let advice = "save it as 'CSV UTF-8'"
        switch error {
        case .empty: self.init(.badInput, "\(file) is empty; \(CommandError.expectation)")
        case .noRows: self.init(.badInput, "\(file) has headings and nobody under them")
        case .tooLarge(let limit):
            self.init(.badInput, "\(file) is longer than \(limit >> 20) MiB; divide it into several lists")
        case .tooManyRows(let limit):
            self.init(.badInput, "\(file) has more than \(limit) lines; divide it into several lists")
        case .tooManyColumns(let limit):
            self.init(.badInput, "\(file) has more than \(limit) columns; leave out those that are not needed")
        case .isUTF16: self.init(.badInput, "\(file) is UTF-16 ('Unicode text'); \(advice)")
        case .isWorkbook: self.init(.badInput, "\(file) is a workbook, not a list in text form; \(advice)")
        case .isNoText: self.init(.badInput, "\(file) is not text; \(advice)")
        case .damagedUTF8(let line):
            self.init(.badInput, "\(file) begins as UTF-8 and has other octets on line \(line); \(advice)")
        case .openQuotation(let line):
            self.init(
                .badInput, "\(file): on line \(line) a quotation mark is opened and nowhere closed; close or remove it")
        case .noHeader: self.init(.badInput, "\(file) has no headings with an e-mail column; \(CommandError.expectation)")
        case .repeatedColumn(let first, let second):
            self.init(.badInput, "\(file): the columns '\(first)' and '\(second)' mean the same; rename one of them")
        }
    }

    private static let expectation =
        "the first line names the columns, for example \(ParticipantColumn.expected), E-Mail at least"
}
