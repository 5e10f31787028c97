/// The text of one cell of a list, between what spreadsheet programs write and what people meant.
package enum CellText {
    /// Without white space, no-break spaces, zero-width marks and their kin at both ends.
    static func trimmed(_ cell: String) -> String {
        let isOuter = { (scalar: Unicode.Scalar) in
            if scalar.isASCII { return scalar == " " || (0x09...0x0D).contains(scalar.value) }
            return scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
        }
        var scalars = Substring(cell).unicodeScalars
        while let first = scalars.first, isOuter(first) { scalars.removeFirst() }
        while let last = scalars.last, isOuter(last) { scalars.removeLast() }
        return String(scalars)
    }

    /// What was meant by a cell: trimmed, and without the apostrophe that marks a text that begins like a formula.
    static func meant(by cell: String) -> String {
        let text = trimmed(cell)
        guard text.utf8.first == UInt8(ascii: "'") else { return text }
        let marked = Substring(text.utf8.dropFirst())
        return beginsLikeFormula(marked) ? trimmed(String(marked)) : text
    }

    /// A cell as it is written into a file that a spreadsheet program will open (RFC 4180).
    ///
    /// What it would take for a formula gets an apostrophe before it, which `meant(by:)` takes away again.
    package static func written(_ text: String, delimiter: ListDelimiter) -> String {
        let safe = beginsLikeFormula(text[...]) ? "'" + text : text
        let isPlain = safe.utf8.allSatisfy { byte in
            byte != delimiter.rawValue && byte != UInt8(ascii: "\"") && byte != 0x0A && byte != 0x0D
        }
        if isPlain { return safe }
        var quoted = "\""
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    /// Whether a spreadsheet program would compute it instead of showing it.
    private static func beginsLikeFormula(_ text: Substring) -> Bool {
        guard let first = text.utf8.first else { return false }
        return switch first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: true
        default: false
        }
    }
}
