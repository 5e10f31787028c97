/// Splits a text into records and cells as RFC 4180 describes it, and as spreadsheet programs write it.
///
/// A line ends with CRLF, LF or CR. Quotation marks count only at the begin of a cell; what follows the closing one is
/// taken as it is. Both is how Python's `csv` reads, too.
struct RecordReader {
    /// More bytes in a cell are cut away and told of.
    static let maximumCellLength = 10 * 1024
    /// More cells in a record are dropped and told of.
    static let maximumCells = 100

    private let text: [UInt8]
    private let delimiter: UInt8
    private var position: Int
    /// The physical line, counted from 1, on which `position` is.
    private var line = 1

    /// Begins to read.
    ///
    /// - Parameters:
    ///   - text: UTF-8 that holds no zero byte.
    ///   - delimiter: what stands between cells.
    ///   - start: where the first line of the text ends that is to be passed over, or 0.
    init(_ text: [UInt8], delimiter: ListDelimiter, from start: Int = 0) {
        self.text = text
        self.delimiter = delimiter.rawValue
        position = start
        // What stands before a list, `sep=;`, has its line end still before it.
        if start > 0 { skipLineEnd() }
    }

    /// The next record; nil at the end.
    ///
    /// - Throws: `.openQuotation` with the line where it was opened.
    mutating func next() throws(ParticipantListError) -> ListRecord? {
        guard position < text.count else { return nil }
        var record = ListRecord(line: line)
        while true {
            let cell = try cell(&record)
            if record.cells.count < RecordReader.maximumCells {
                record.cells.append(cell)
            } else if record.excess == nil {
                record.excess = .tooManyCells(RecordReader.maximumCells)
            }
            guard position < text.count else { return record }
            if text[position] == delimiter {
                position += 1
            } else {
                skipLineEnd()
                return record
            }
        }
    }

    /// Reads up to the delimiter or line end behind the cell.
    private mutating func cell(_ record: inout ListRecord) throws(ParticipantListError) -> String {
        var bytes: [UInt8] = []
        if position < text.count, text[position] == UInt8(ascii: "\"") { bytes = try quoted() }
        let start = position
        while position < text.count {
            let byte = text[position]
            if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
            position += 1
        }
        if position > start { bytes += text[start..<position] }
        if bytes.count > RecordReader.maximumCellLength {
            if record.excess == nil { record.excess = .cellTooLong(RecordReader.maximumCellLength) }
            return ""
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads from an opening quotation mark to behind the closing one.
    private mutating func quoted() throws(ParticipantListError) -> [UInt8] {
        let opened = line
        var bytes: [UInt8] = []
        position += 1
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                guard position < text.count, text[position] == byte else { return bytes }
            } else if byte == 0x0A || byte == 0x0D {
                let start = position
                skipLineEnd()
                bytes += text[start..<position]
                continue
            }
            bytes.append(byte)
            position += 1
        }
        throw .openQuotation(line: opened)
    }

    private mutating func skipLineEnd() {
        guard position < text.count else { return }
        let isReturn = text[position] == 0x0D
        position += 1
        if isReturn, position < text.count, text[position] == 0x0A { position += 1 }
        line += 1
    }
}

/// One record of a list.
struct ListRecord: Equatable {
    /// The physical line on which it begins, counted from 1.
    let line: Int
    var cells: [String] = []
    /// What of it was dropped.
    var excess: ParticipantFault?

    /// Whether nothing but blanks stands in it.
    var isBlank: Bool { excess == nil && cells.allSatisfy { CellText.trimmed($0).isEmpty } }
}
