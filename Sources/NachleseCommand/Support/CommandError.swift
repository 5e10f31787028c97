import SystemPackage

/// What the process tells its caller, after `sysexits.h`.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    case failed = 1
    /// Some of it was done; what was not is said.
    case partly = 3
    case notFound = 4
    case exists = 5
    case usage = 64
    case badInput = 65
    case unavailable = 69
    case cannotWrite = 73
    case tryAgain = 75
    case notPermitted = 77
    case configuration = 78
    /// Somebody pressed Ctrl-C; what was begun was finished.
    case interrupted = 130
}

/// An error with which a command can end.
///
/// A type of a lower target conforms in the file of the command that it belongs to.
protocol CommandFailure: Error {
    var exitStatus: ExitStatus { get }
    /// One sentence that says what to do, in lower case and without a full stop; it stands behind `nachlese: `.
    var sentence: String { get }
}

/// Why a command could not do what it was asked to, where no type of its own says it.
struct CommandError: CommandFailure {
    let exitStatus: ExitStatus
    let sentence: String

    init(_ exitStatus: ExitStatus, _ sentence: String) {
        self.exitStatus = exitStatus
        self.sentence = sentence
    }
}

/// A file or stream that the system does not let a command use.
struct FileFailure: CommandFailure {
    /// What it is about, as people know it: a quoted path, or a few words.
    let subject: String
    let cause: Errno

    /// Runs what throws `Errno`, and says of which file it was.
    static func wrap<Result>(
        _ subject: @autoclosure () -> String, _ body: () throws -> Result
    ) throws(FileFailure) -> Result {
        do {
            return try body()
        } catch {
            throw FileFailure(subject: subject(), cause: error as? Errno ?? .ioError)
        }
    }

    var exitStatus: ExitStatus {
        switch cause {
        case .permissionDenied, .notPermitted, .readOnlyFileSystem: .notPermitted
        case .noSuchFileOrDirectory: .notFound
        default: .cannotWrite
        }
    }

    var sentence: String {
        switch exitStatus {
        case .notPermitted: "\(subject): \(cause); run the command as the owner of the data folder"
        case .notFound: "\(subject): there is no such file"
        default: "\(subject): \(cause)"
        }
    }
}
