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
