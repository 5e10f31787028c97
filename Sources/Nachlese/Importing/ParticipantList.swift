import Mail

/// A participant list as it comes out of a spreadsheet program: read, recognised, not yet compared with anything.
package struct ParticipantList: Sendable {
    /// In bytes: 20 MiB.
    package static let maximumLength = 20 << 20
    package static let maximumRows = 100_000
    /// So many rows may stand before the header: a title, a date, an empty line.
    private static let headerSearch = 10

    package let encoding: ListEncoding
    package let delimiter: ListDelimiter
    package let header: ListHeader
    /// Every row that is not blank.
    package let rows: [Row]

    /// A row under the header.
    package struct Row: Sendable {
        /// The physical line on which it begins, counted from 1.
        package let line: Int
        package let entry: Result<Participant, ParticipantFault>
        /// What it consists of, to write it back when it cannot be used.
        package let cells: [String]
    }

    /// Reads a list.
    ///
    /// - Throws: when nothing of the file can be used.
    package init(_ bytes: [UInt8]) throws(ParticipantListError) {
        guard bytes.count <= ParticipantList.maximumLength else { throw .tooLarge(ParticipantList.maximumLength) }
        let (encoding, text) = try ListEncoding.decode(bytes)
        let announced = ListDelimiter.announced(in: text)
        let start = announced?.length ?? 0
        let candidates = announced.map { [$0.delimiter] } ?? ListDelimiter.allCases
        var best: (delimiter: ListDelimiter, header: ListHeader)?
        for candidate in candidates {
            guard let header = try ParticipantList.header(of: text, delimiter: candidate, from: start) else { continue }
            if best.map({ header.score > $0.header.score }) ?? true { best = (candidate, header) }
        }
        guard let (delimiter, header) = best else {
            // A quotation mark that is never closed may be why there is none.
            var reader = RecordReader(text, delimiter: candidates[0], from: start)
            while let record = try reader.next() {
                if record.line > ParticipantList.headerSearch { break }
            }
            throw .noHeader
        }
        if header.repeated.count == 2 { throw .repeatedColumn(header.repeated[0], header.repeated[1]) }
        self.encoding = encoding
        self.delimiter = delimiter
        self.header = header
        rows = try ParticipantList.rows(
            of: RecordReader(text, delimiter: delimiter, from: start), under: header)
        if rows.isEmpty { throw .noRows }
    }

    /// The first of the first rows that names a column of addresses.
    private static func header(
        of text: [UInt8], delimiter: ListDelimiter, from start: Int
    ) throws(ParticipantListError) -> ListHeader? {
        var reader = RecordReader(text, delimiter: delimiter, from: start)
        for _ in 0..<headerSearch {
            let record: ListRecord?
            do throws(ParticipantListError) {
                record = try reader.next()
            } catch {
                // Cells begin elsewhere with another delimiter, and so do quotations.
                return nil
            }
            guard let record else { return nil }
            if let header = ListHeader(record) {
                if record.excess != nil { throw .tooManyColumns(RecordReader.maximumCells) }
                return header
            }
        }
        return nil
    }

    private static func rows(
        of reader: RecordReader, under header: ListHeader
    ) throws(ParticipantListError) -> [Row] {
        var reader = reader
        var rows: [Row] = []
        var seen: [Key: Int] = [:]
        while let record = try reader.next() {
            guard record.line > header.line, !record.isBlank else { continue }
            guard rows.count < maximumRows else { throw .tooManyRows(maximumRows) }
            do throws(ParticipantFault) {
                let participant = try Participant(record, under: header)
                let key = Key(participant)
                if let line = seen[key] { throw .duplicate(ofLine: line) }
                seen[key] = record.line
                rows.append(Row(line: record.line, entry: .success(participant), cells: record.cells))
            } catch {
                rows.append(Row(line: record.line, entry: .failure(error), cells: record.cells))
            }
        }
        return rows
    }

    /// By what two lines are the same: a person may stand on one line for each module.
    private struct Key: Hashable {
        let email: String
        let modules: Set<String>

        init(_ participant: Participant) {
            email = participant.email.canonical
            modules = Set(participant.modules.map { $0.lowercased() })
        }
    }
}

/// Why a file is no participant list at all; nothing of it is used.
package enum ParticipantListError: Error, Equatable, Sendable {
    case empty
    /// More than this many bytes.
    case tooLarge(Int)
    case isUTF16
    /// A workbook of a spreadsheet program instead of its text form.
    case isWorkbook
    /// It holds zero bytes.
    case isNoText
    /// It says that it is UTF-8 and is not, first on that line.
    case damagedUTF8(line: Int)
    /// A quotation mark was opened on that line and closed nowhere.
    case openQuotation(line: Int)
    /// More than this many rows.
    case tooManyRows(Int)
    /// More than this many columns.
    case tooManyColumns(Int)
    /// None of the first rows says which column holds the addresses.
    case noHeader
    /// Two headings mean the same.
    case repeatedColumn(String, String)
    /// Under the header stands nothing.
    case noRows
}
