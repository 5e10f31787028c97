import Glibc
import Nachlese
import SQLite
import SystemPackage

/// The participant list that a command was given: a file, or `-` for standard input.
struct ListFile {
    /// As it is named in messages.
    let name: String
    let list: ParticipantList

    /// Reads and recognises it.
    ///
    /// - Throws: `CommandError` when it cannot be read or is no list.
    init(_ name: String) throws(CommandError) {
        let limit = ParticipantList.maximumLength
        let octets: [UInt8]
        do {
            if name == "-" {
                if isatty(STDIN_FILENO) == 1 {
                    Output.note(
                        "Paste the list, its headings first (\(ParticipantColumn.expected)); "
                            + "end it with Ctrl-D on a line of its own.")
                }
                octets = try FileDescriptor.standardInput.readAll(limit: limit)
            } else {
                octets = try FileDescriptor.readAll(of: FilePath(name), limit: limit)
            }
        } catch let error as Errno where error == .isDirectory {
            throw CommandError(.badInput, "'\(name)' is a folder; name the file with the list")
        } catch {
            throw CommandError(error as? Errno ?? .ioError, of: "'\(name)'")
        }
        self.name = name == "-" ? "standard input" : "'\(name)'"
        do throws(ParticipantListError) {
            list = try ParticipantList(octets)
        } catch {
            throw CommandError(error, of: self.name)
        }
    }

    /// `'list.csv': delimiter ;  encoding Windows-1252  34 lines, headings on line 1`.
    var summary: String {
        "\(name): delimiter \(list.delimiter.name)  encoding \(list.encoding.rawValue)  "
            + "\(list.rows.count) \(list.rows.count == 1 ? "line" : "lines")  headings on line \(list.header.line)"
    }

    /// `Columns: E-Mail (e-mail address), …`, and those that are not used.
    var columns: [String] {
        let used = list.header.recognised.map { column, heading in "'\(heading)' is the \(column)" }
        let ignored = list.header.ignored.map { "'\($0)'" }
        return ["  columns: " + used.joined(separator: ", ")]
            + (ignored.isEmpty ? [] : ["  not used: " + ignored.joined(separator: ", ")])
    }
}
