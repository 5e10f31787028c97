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

/// One thing shown: names and values below each other, the values aligned.
struct Facts {
    private var lines: [(name: String, value: String)] = []

    /// Adds a line; without a value a dash stands there.
    mutating func append(_ name: String, _ value: String) {
        lines.append((name, value.isEmpty ? "–" : value.singleLine.printable))
    }

    var rendered: String {
        let width = lines.map { $0.name.displayWidth }.max() ?? 0
        return lines.map { line in
            line.name + String(repeating: " ", count: width - line.name.displayWidth + 2) + line.value
        }.joined(separator: "\n")
    }
}

extension String {
    /// How many columns of a terminal the text takes, in the manner of `wcswidth(3)`.
    var displayWidth: Int {
        unicodeScalars.reduce(0) { $0 + $1.displayWidth }
    }
}

extension Unicode.Scalar {
    /// 0 for what is drawn onto the sign before it, 2 for East Asian wide signs and pictographs, else 1.
    fileprivate var displayWidth: Int {
        if value < 0x300 { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return Unicode.Scalar.wide.contains { $0.contains(value) } ? 2 : 1
        }
    }

    /// The blocks whose signs are wide (Unicode Standard Annex 11).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
