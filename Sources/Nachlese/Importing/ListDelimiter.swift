/// What stands between the cells of a participant list.
package enum ListDelimiter: UInt8, CaseIterable, Sendable {
    // In the order in which they are preferred where nothing else decides.
    case semicolon = 0x3B
    case tab = 0x09
    case comma = 0x2C

    /// As it is named in messages.
    package var name: String {
        switch self {
        case .semicolon: ";"
        case .tab: "tab"
        case .comma: ","
        }
    }

    /// The sign itself.
    package var separator: String { String(Unicode.Scalar(rawValue)) }

    /// Reads the line `sep=;` that spreadsheet programs take as an instruction, when a list begins with it.
    ///
    /// - Returns: the delimiter it names, and how many bytes come before the list proper, its line end not among them.
    static func announced(in text: [UInt8]) -> (delimiter: ListDelimiter, length: Int)? {
        let quoted = text.first == UInt8(ascii: "\"")
        let line = text.dropFirst(quoted ? 1 : 0).prefix(5)
        guard line.count == 5, line.prefix(3).map({ $0 | 0x20 }) == Array("sep".utf8),
            line[line.startIndex + 3] == UInt8(ascii: "="),
            let delimiter = line.last.flatMap({ ListDelimiter(rawValue: $0) })
        else { return nil }
        let length = quoted ? 7 : 5
        if quoted, text.count < 7 || text[6] != UInt8(ascii: "\"") { return nil }
        guard text.count == length || text[length] == 0x0A || text[length] == 0x0D else { return nil }
        return (delimiter, length)
    }
}
