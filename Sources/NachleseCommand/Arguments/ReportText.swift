import Glibc
import SQLite
import SystemPackage

/// A text in report markup, from a file or from standard input.
enum ReportText {
    /// The longest text that is taken, in octets: 128 KiB, some forty printed pages.
    static let maximumLength = 128 << 10

    /// Reads the whole text of a path, or of standard input where the name is `-`.
    static func read(_ name: String) throws(CommandError) -> String {
        let octets: [UInt8]
        do {
            if name == "-" {
                if isatty(STDIN_FILENO) == 1 { Output.note("Type the text; end it with Ctrl-D on a line of its own.") }
                octets = try FileDescriptor.standardInput.readAll(limit: maximumLength)
            } else {
                octets = try FileDescriptor.readAll(of: FilePath(name), limit: maximumLength)
            }
        } catch {
            throw CommandError(error as? Errno ?? .ioError, of: "'\(name)'")
        }
        guard octets.count <= maximumLength else {
            throw CommandError(.badInput, "'\(name)' is longer than \(maximumLength) octets; shorten it")
        }
        guard let text = String(validating: octets.withoutByteOrderMark, as: UTF8.self) else {
            throw CommandError(.badInput, "'\(name)' is not UTF-8 text; save it in that encoding")
        }
        guard !text.utf8.contains(0) else {
            throw CommandError(.badInput, "'\(name)' is not text; give a text file in report markup")
        }
        return text
    }
}

extension [UInt8] {
    fileprivate var withoutByteOrderMark: ArraySlice<UInt8> {
        starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
    }
}
