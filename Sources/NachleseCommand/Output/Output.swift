import SystemPackage

/// Everything the process says: data on standard output, messages on standard error.
///
/// Nothing that people typed reaches a terminal as a control sequence, see `printable`.
enum Output {
    /// Writes text and a line break to standard output, whole before it returns.
    static func write(_ text: String) {
        send(text.printable + "\n", to: .standardOutput)
    }

    /// Writes one message to standard error.
    static func note(_ message: String) {
        send(message.singleLine.printable + "\n", to: .standardError)
    }

    /// Writes one JSON document to standard output.
    static func write(_ document: JSON) {
        send(document.rendered + "\n", to: .standardOutput)
    }

    /// What cannot be written has no reader any more; the command's work does not depend on it.
    private static func send(_ text: String, to descriptor: FileDescriptor) {
        _ = try? descriptor.writeAll(text.utf8)
    }
}
