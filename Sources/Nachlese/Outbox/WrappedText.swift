/// Plain text of a mail, set in lines of at most 72 columns.
///
/// Words are never cut: an address longer than a line stands on a line of its own, whole, so that it stays a link.
struct WrappedText {
    static let width = 72

    private(set) var lines: [String] = []

    /// Adds a paragraph, and an empty line before it if there is something already.
    mutating func paragraph(_ text: String) {
        separate()
        append(text, indent: "", hanging: "")
    }

    /// Adds an item of a list, without an empty line between items.
    mutating func item(_ text: String) {
        append(text, indent: "- ", hanging: "  ")
    }

    /// Adds lines as they are, behind an empty line.
    mutating func verbatim(_ lines: [String]) {
        separate()
        self.lines += lines
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func separate() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    private mutating func append(_ text: String, indent: String, hanging: String) {
        var line = indent
        var isFresh = true
        for word in text.split(separator: " ") {
            let length = line.unicodeScalars.count + (isFresh ? 0 : 1) + word.unicodeScalars.count
            if !isFresh, length > WrappedText.width {
                lines.append(line)
                line = hanging
                isFresh = true
            }
            line += isFresh ? String(word) : " \(word)"
            isFresh = false
        }
        lines.append(line)
    }
}
