import CLinux
import FoundationEssentials
import Glibc
internal import Nachlese
package import Platform
package import Secrets
package import SystemPackage

/// What a command has of the world around it: where its output goes, the time, the environment, the working folder.
///
/// Data goes to standard output, messages to standard error. Nothing that people typed reaches a terminal as a control
/// sequence, see `printable`.
package struct CommandContext: Sendable {
    package var streams: CommandStreams
    package var clock: WallClock
    package var environment: [String: String]
    /// What relative paths are relative to; nil: the working folder of the process.
    package var workingFolder: FilePath?
    package var interruption: Interruption
    /// Makes what hashes passwords, when a command needs it.
    package var makeHasher: @Sendable () throws -> PasswordHasher

    package init(
        streams: CommandStreams, clock: WallClock, environment: [String: String], workingFolder: FilePath? = nil,
        interruption: Interruption = .never,
        makeHasher: @escaping @Sendable () throws -> PasswordHasher = { try PasswordHasher(parameters: .ofThisBuild) }
    ) {
        self.streams = streams
        self.clock = clock
        self.environment = environment
        self.workingFolder = workingFolder
        self.interruption = interruption
        self.makeHasher = makeHasher
    }

    /// That of this process.
    static var process: CommandContext {
        CommandContext(
            streams: .process, clock: .system, environment: ProcessInfo.processInfo.environment,
            interruption: .process)
    }

    /// A variable that is set and not empty.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path of a file as it was typed.
    func path(_ typed: String) -> FilePath {
        workingFolder.map { $0.pushing(FilePath(typed)) } ?? FilePath(typed)
    }

    /// Reads a file that was named on the command line; beyond the limit at least one byte more than it.
    func read(_ typed: String, limit: Int) throws(FileFailure) -> [UInt8] {
        try FileFailure.wrap("'\(typed)'") { try FileDescriptor.readAll(of: path(typed), limit: limit) }
    }

    /// Reads standard input; beyond the limit at least one byte more than it.
    func readInput(limit: Int) throws(FileFailure) -> [UInt8] {
        try FileFailure.wrap("standard input") { try streams.input(limit) }
    }

    /// Reads the begin of a mail that a mail system pipes in.
    ///
    /// The rest is read, too, because a mail system may take a pipe that breaks for a failure.
    func readMail(limit: Int) throws(FileFailure) -> [UInt8] {
        let bytes = try readInput(limit: limit)
        while try !readInput(limit: 1 << 16).isEmpty {}
        return bytes
    }

    /// Writes text and a line break to standard output, whole before it returns.
    ///
    /// - Throws: what could not be written is lost, which whoever asked for it has to know.
    func write(_ text: String) throws(FileFailure) {
        try data(text.printable + "\n")
    }

    /// Writes one JSON document to standard output.
    func write(_ document: JSON) throws(FileFailure) {
        try data(document.rendered + "\n")
    }

    /// Writes the document, or the text for people.
    func write(
        _ listing: ListingOptions, _ document: @autoclosure () -> JSON, or text: @autoclosure () -> String
    ) throws(FileFailure) {
        if listing.json { try write(document()) } else { try write(text()) }
    }

    /// Writes one message to standard error.
    func note(_ message: String) {
        streams.messages(Array((message.singleLine.printable + "\n").utf8))
    }

    /// Writes a line to the terminal on standard error in the place of the one that the cursor is on.
    func redraw(_ line: String) {
        streams.messages(Array(("\r" + line.singleLine.printable + "\u{1B}[K").utf8))
    }

    private func data(_ text: String) throws(FileFailure) {
        do throws(FileFailure) {
            try FileFailure.wrap("the output cannot be written") { try streams.output(Array(text.utf8)) }
        } catch {
            // A reader that has seen enough, such as `head`, is no failure.
            guard error.cause == .brokenPipe else { throw error }
        }
    }
}

/// The three streams of a command.
package struct CommandStreams: Sendable {
    /// Writes all of it to standard output, or throws `Errno`.
    package var output: @Sendable ([UInt8]) throws -> Void
    /// Writes to standard error; who closed it does not want to read it.
    package var messages: @Sendable ([UInt8]) -> Void
    /// Reads what is left of standard input; where that is more than the limit, at least one byte more than it.
    package var input: @Sendable (_ limit: Int) throws -> [UInt8]
    /// Reads a line that somebody types; nil at the end.
    package var line: @Sendable () -> String?
    package var isInputTerminal: Bool
    package var isMessagesTerminal: Bool

    package init(
        output: @escaping @Sendable ([UInt8]) throws -> Void, messages: @escaping @Sendable ([UInt8]) -> Void,
        input: @escaping @Sendable (_ limit: Int) throws -> [UInt8], line: @escaping @Sendable () -> String? = { nil },
        isInputTerminal: Bool = false, isMessagesTerminal: Bool = false
    ) {
        self.output = output
        self.messages = messages
        self.input = input
        self.line = line
        self.isInputTerminal = isInputTerminal
        self.isMessagesTerminal = isMessagesTerminal
    }

    /// Those of this process.
    static var process: CommandStreams {
        CommandStreams(
            output: { _ = try FileDescriptor.standardOutput.writeAll($0) },
            messages: { _ = try? FileDescriptor.standardError.writeAll($0) },
            input: { try FileDescriptor.standardInput.contents(limit: $0) },
            line: { readLine(strippingNewline: true) },
            isInputTerminal: isatty(STDIN_FILENO) == 1, isMessagesTerminal: isatty(STDERR_FILENO) == 1)
    }
}

/// Ctrl-C in the midst of a long task: the first one lets it finish what it has begun, the second ends it at once.
package struct Interruption: Sendable {
    /// From now on the first Ctrl-C is only noted.
    package var watch: @Sendable () -> Void
    /// Whether somebody pressed Ctrl-C since.
    package var hasHappened: @Sendable () -> Bool

    package init(watch: @escaping @Sendable () -> Void, hasHappened: @escaping @Sendable () -> Bool) {
        self.watch = watch
        self.hasHappened = hasHappened
    }

    package static let never = Interruption(watch: {}, hasHappened: { false })

    static let process = Interruption(
        watch: { _ = clinux_note_interrupt() }, hasHappened: { clinux_was_interrupted() != 0 })
}

extension FileDescriptor {
    /// Opens a file, reads it and closes it.
    static func readAll(of path: FilePath, limit: Int) throws -> [UInt8] {
        let file = try open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter { try file.contents(limit: limit) }
    }
}
