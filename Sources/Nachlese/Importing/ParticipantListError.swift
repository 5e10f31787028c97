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
