import FoundationEssentials
import Nachlese
import SQLite
import SystemPackage

/// A new file, mode 0600, for the lines of a list that could not be used.
///
/// UTF-8 with a byte order mark, since spreadsheet programs take a file without one for Windows-1252. As long as
/// nothing is written, it goes away again with its owner.
final class ErrorsFile {
    private let path: FilePath
    private let descriptor: FileDescriptor
    private var isKept = false

    /// Makes the file.
    ///
    /// - Throws: `CommandError` when there is one already, or none can be made.
    init(_ name: String) throws(CommandError) {
        path = FilePath(name)
        do {
            descriptor = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: [.ownerReadWrite])
        } catch {
            let error = error as? Errno ?? .ioError
            guard error != .fileExists else {
                throw CommandError(.exists, "'\(name)' is there already and is not overwritten; name another file")
            }
            throw CommandError(error, of: "'\(name)' cannot be made")
        }
    }

    deinit {
        try? descriptor.close()
        if !isKept { try? FileManager.default.removeItem(atPath: path.string) }
    }

    /// Writes the lines under the headings of their list, each with its reason and its line number before it.
    ///
    /// - Throws: `CommandError` when it could not be written.
    func write(_ lines: [ParticipantImport.FaultyLine], of list: ParticipantList) throws(CommandError) {
        var text = "\u{FEFF}"
        func append(_ cells: [String]) {
            text += cells.map { CellText.written($0, delimiter: list.delimiter) }
                .joined(separator: list.delimiter.separator)
            text += "\r\n"
        }
        // Before, because a line may have more cells than there are headings.
        append(["Grund / reason", "Zeile / line"] + list.header.headings)
        for line in lines { append(["\(line.fault)", "\(line.line)"] + line.cells) }
        isKept = true
        do {
            _ = try descriptor.writeAll(text.utf8)
        } catch {
            throw CommandError(error as? Errno ?? .ioError, of: "'\(path)' cannot be written")
        }
    }
}
