/// Rows under headings, aligned by display width, without borders.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []

    init(_ headings: String...) {
        self.headings = headings
    }

    /// Adds a row with a cell for each heading.
    mutating func append(_ cells: String...) {
        rows.append(cells.map { $0.isEmpty ? "–" : $0.singleLine.printable })
    }

    var rendered: String {
        let lines = [headings] + rows
        let widths = headings.indices.map { column in
            lines.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0
        }
        return lines.map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                line += cell
                guard column < cells.count - 1 else { break }
                line += String(repeating: " ", count: max(0, widths[column] - cell.displayWidth) + 2)
            }
            return line
        }.joined(separator: "\n")
    }
}
