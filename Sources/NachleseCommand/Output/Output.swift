import SQLite
import SystemPackage

/// Everything the process says: data on standard output, messages on standard error.
///
/// Nothing that people typed reaches a terminal as a control sequence, see `printable`.
enum Output {
    /// Writes text and a line break to standard output, whole before it returns.
    ///
    /// - Throws: what could not be written is lost, which whoever asked for it has to know.
    static func write(_ text: String) throws(CommandError) {
        try data(text.printable + "\n")
    }

    /// Writes one message to standard error.
    static func note(_ message: String) {
        // Who closed standard error does not want to read it.
        _ = try? FileDescriptor.standardError.writeAll((message.singleLine.printable + "\n").utf8)
    }

    /// Writes a line to the terminal on standard error in the place of the one that the cursor is on.
    static func redraw(_ line: String) {
        _ = try? FileDescriptor.standardError.writeAll(("\r" + line.singleLine.printable + "\u{1B}[K").utf8)
    }

    /// Writes one JSON document to standard output.
    static func write(_ document: JSON) throws(CommandError) {
        try data(document.rendered + "\n")
    }

    private static func data(_ text: String) throws(CommandError) {
        do {
            _ = try FileDescriptor.standardOutput.writeAll(text.utf8)
        } catch {
            // A reader that has seen enough, such as `head`, is no failure.
            if error as? Errno == .brokenPipe { return }
            throw CommandError(error as? Errno ?? .ioError, of: "the output cannot be written")
        }
    }
}
