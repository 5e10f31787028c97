import Glibc
import SystemPackage

/// A text in report markup, from a file or from standard input.
enum ReportText {
    /// The longest text that is taken, in octets: 1 MiB.
    static let maximumLength = 1 << 20

    /// Reads the whole text.
    ///
    /// - Parameter name: a path, or `-` for standard input.
    static func read(_ name: String) throws(Complaint) -> String {
        let octets: [UInt8]
        do {
            if name == "-" {
                if isatty(STDIN_FILENO) == 1 { Output.note("Type the text; end it with Ctrl-D on a line of its own.") }
                octets = try read(.standardInput)
            } else {
                let file = try FileDescriptor.open(FilePath(name), .readOnly, options: [.closeOnExec])
                octets = try file.closeAfter { try read(file) }
            }
        } catch {
            throw Complaint(error as? Errno ?? .ioError, of: "'\(name)'")
        }
        guard octets.count <= maximumLength else {
            throw Complaint(.badInput, "'\(name)' is longer than \(maximumLength) octets; shorten it")
        }
        guard let text = String(validating: octets.withoutByteOrderMark, as: UTF8.self) else {
            throw Complaint(.badInput, "'\(name)' is not UTF-8 text; save it in that encoding")
        }
        guard !text.utf8.contains(0) else {
            throw Complaint(.badInput, "'\(name)' is not text; give a text file in report markup")
        }
        return text
    }

    /// Reads to the end, or to one octet more than is allowed.
    private static func read(_ descriptor: FileDescriptor) throws -> [UInt8] {
        var octets: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while octets.count <= maximumLength {
            let count = try chunk.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
            if count == 0 { break }
            octets += chunk.prefix(count)
        }
        return octets
    }
}

extension [UInt8] {
    fileprivate var withoutByteOrderMark: ArraySlice<UInt8> {
        starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
    }
}
