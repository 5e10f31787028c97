/// The row of a participant list that says what its columns hold.
package struct ListHeader: Equatable, Sendable {
    /// The physical line on which it stands.
    package let line: Int
    /// The headings as they are written, without empty ones at the end.
    package let headings: [String]
    private let positions: [ParticipantColumn: Int]
    /// Whether the names stand as `Muster, Erika`.
    let hasReversedNames: Bool
    /// Two headings that mean the same.
    let repeated: [String]

    /// Nil when the record names no column of addresses.
    init?(_ record: ListRecord) {
        var headings = record.cells.map(CellText.trimmed)
        while headings.last?.isEmpty == true { headings.removeLast() }
        let found = headings.map(ParticipantColumn.read)
        let isSure = found.contains { $0?.column == .email && $0?.isSure == true }
        var positions: [ParticipantColumn: Int] = [:]
        var repeated: [String] = []
        var hasReversedNames = false
        for (index, meaning) in found.enumerated() {
            guard let (column, isSureItself, isReversed) = meaning, isSureItself || !isSure else { continue }
            if let first = positions[column] {
                if repeated.isEmpty { repeated = [headings[first], headings[index]] }
                continue
            }
            positions[column] = index
            if column == .name { hasReversedNames = isReversed }
        }
        guard positions[.email] != nil else { return nil }
        // In 'Name;Vorname' the name is the last name.
        if positions[.firstName] != nil, positions[.lastName] == nil, let name = positions[.name] {
            positions[.lastName] = name
            positions[.name] = nil
        }
        line = record.line
        self.headings = headings
        self.positions = positions
        self.hasReversedNames = hasReversedNames
        self.repeated = repeated
    }

    /// How many columns were recognised.
    var score: Int { positions.count }

    /// The columns that are used with their headings, in the order of the file.
    package var recognised: [(column: ParticipantColumn, heading: String)] {
        positions.sorted { $0.value < $1.value }.map { ($0.key, headings[$0.value]) }
    }

    /// The headings of the columns that are not used.
    package var ignored: [String] {
        let used = Set(positions.values)
        return headings.indices.filter { !used.contains($0) && !headings[$0].isEmpty }.map { headings[$0] }
    }

    func has(_ column: ParticipantColumn) -> Bool { positions[column] != nil }

    /// What a record has in a column; empty where it has none.
    func cell(_ column: ParticipantColumn, of record: ListRecord) -> String {
        guard let position = positions[column], position < record.cells.count else { return "" }
        let text = CellText.meant(by: record.cells[position])
        // A stroke alone is how people write that there is nothing.
        return text == "-" || text == "\u{2013}" || text == "\u{2014}" ? "" : text
    }
}
