import Codecs

/// A text of several lines that somebody typed to the office, made safe to be shown.
///
/// Line ends become LF, other control characters blanks, marks that turn the direction of writing are dropped; blanks at
/// the ends of lines and more than one empty line in a row go away. What is longer than `maximumLength` bytes is cut,
/// because a request is worth more than the end of a long text; the cut shows as `…`.
package struct AccessMessage: Hashable, Sendable {
    /// In bytes of UTF-8.
    package static let maximumLength = 4000

    package let text: String

    package init(_ typed: String) {
        var lines: [String] = []
        // Nothing beyond it can be part of the result, whatever is folded.
        let begin = typed.unicodeScalars.prefix(16 * AccessMessage.maximumLength)
        var line = String.UnicodeScalarView()
        var wasReturn = false
        func close() {
            while let last = line.last, last == " " { line.removeLast() }
            if !line.isEmpty || lines.last?.isEmpty == false { lines.append(String(line)) }
            line = .init()
        }
        for scalar in begin {
            switch scalar.value {
            case 0x0A where wasReturn: break
            case 0x0A...0x0D, 0x85, 0x2028, 0x2029: close()
            case 0xFEFF: break
            case _ where scalar.isBidirectionalControl: break
            case 0x00...0x1F, 0x7F...0x9F: line.append(" ")
            default: line.append(scalar)
            }
            wasReturn = scalar.value == 0x0D
        }
        close()
        while lines.last?.isEmpty == true { lines.removeLast() }
        text = AccessMessage.cut(lines.joined(separator: "\n"))
    }

    /// Nothing at all.
    package init() {
        text = ""
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > maximumLength else { return text }
        var scalars = String.UnicodeScalarView()
        var count = "…".utf8.count
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            if count > maximumLength { break }
            scalars.append(scalar)
        }
        return String(scalars) + "…"
    }
}
