import Glibc
import SQLite
import SystemPackage

/// A text in report markup, from a file or from standard input.
enum ReportText {
    /// The longest text that is taken, in bytes: 128 KiB, some forty printed pages.
    static let maximumLength = 128 << 10

    /// Reads the whole text of a path, or of standard input where the name is `-`.
    static func read(_ name: String, in context: CommandContext) throws -> String {
        let bytes: [UInt8]
        if name == "-" {
            if context.streams.isInputTerminal {
                context.note("Type the text; end it with Ctrl-D on a line of its own.")
            }
            bytes = try context.readInput(limit: maximumLength)
        } else {
            bytes = try context.read(name, limit: maximumLength)
        }
        guard bytes.count <= maximumLength else {
            throw CommandError(.badInput, "'\(name)' is longer than \(maximumLength) octets; shorten it")
        }
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: isMarked ? bytes.dropFirst(3) : bytes[...], as: UTF8.self) else {
            throw CommandError(.badInput, "'\(name)' is not UTF-8 text; save it in that encoding")
        }
        guard !text.utf8.contains(0) else {
            throw CommandError(.badInput, "'\(name)' is not text; give a text file in report markup")
        }
        return text
    }
}
