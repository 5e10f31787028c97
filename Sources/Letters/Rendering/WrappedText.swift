import Codecs

/// Plain text of a mail, set in lines of at most 72 columns.
///
/// Words are never cut: an address longer than a line stands on a line of its own, whole, so that it stays a link. No
/// line begins by wrapping with a word that programs take for the line of a user name or a password; it is longer then.
struct WrappedText {
    static let width = 72

    private var lines: [String] = []

    /// Adds a line, wrapped where it is too long.
    mutating func line(_ text: String) {
        append(text, indent: "", hanging: "")
    }

    /// Adds an item of a list.
    mutating func item(_ text: String) {
        append(text, indent: "- ", hanging: "  ")
    }

    /// Adds a line as it is.
    mutating func verbatim(_ line: String) {
        lines.append(line)
    }

    /// Adds an empty line, if there is something already.
    mutating func separate() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    private static let labels: Set<String> = Set(
        Language.allCases.flatMap { language in
            let labels = LetterBody.labels(language)
            // Of a label of two words, the first.
            return [labels.userName, labels.password].map { "\($0):".utf8.split(separator: UInt8(ascii: " "))[0] }
        }.map { String(Substring($0)) })

    /// Whether a line that begins with this word could pass for one that programs read.
    ///
    /// Without a blank behind the colon as well: people read it the same.
    private static func beginsLikeLabel(_ word: String) -> Bool {
        labels.contains { label in
            label.utf8.last == UInt8(ascii: ":") ? word.utf8.starts(with: label.utf8) : word == label
        }
    }

    private mutating func append(_ text: String, indent: String, hanging: String) {
        var line = indent
        var isFresh = true
        for word in text.utf8.split(separator: UInt8(ascii: " ")).map({ String(Substring($0)) }) {
            let length = line.unicodeScalars.count + (isFresh ? 0 : 1) + word.unicodeScalars.count
            if !isFresh, length > WrappedText.width, !WrappedText.beginsLikeLabel(word) {
                lines.append(line)
                line = hanging
                isFresh = true
            }
            line += isFresh ? word : " \(word)"
            isFresh = false
        }
        lines.append(line)
    }
}
