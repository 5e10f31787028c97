import ArgumentParser
import CLinux
import Dispatch
import Glibc
import Locking
import Networking

/// The begin and the end of the process.
///
/// `main` is synchronous and keeps the main thread to itself: an asynchronous one would start threads before a server
/// could block its signals, and would hand the main thread to Dispatch, which unblocks them again.
@main
enum EntryPoint {
    static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    private static func run(_ arguments: [String]) -> ExitStatus {
        do {
            let command = try RootCommand.parseAsRoot(arguments)
            if command is any ServingCommand {
                try SignalWatcher.block([SIGTERM, SIGINT, SIGHUP])
                SignalWatcher.ignoreBrokenPipes()
            }
            if let command = command as? any AsyncParsableCommand {
                try AsyncRun.finish(command)
            } else {
                var command = command
                try command.run()
            }
            return .done
        } catch {
            return report(error, arguments: arguments)
        }
    }

    /// Says what went wrong in one line; help that was asked for is no error.
    private static func report(_ error: any Error, arguments: [String]) -> ExitStatus {
        if let complaint = Complaint(of: error) {
            Output.note("nachlese: \(complaint.message)")
            return complaint.status
        }
        let message = RootCommand.message(for: error).asSentence
        guard RootCommand.exitCode(for: error) != .success else {
            return (try? Output.write(RootCommand.message(for: error))) == nil ? .cannotWrite : .done
        }
        let path = CommandPath(arguments)
        Output.note("nachlese: \(path.suggestion ?? message) See '\(path) --help'.")
        return .usage
    }
}

extension String {
    /// With a full stop, where no other sign ends it.
    fileprivate var asSentence: String {
        guard let last = unicodeScalars.last, last != ".", last != "?" else { return self }
        return self + "."
    }
}

/// A command that serves until a signal tells it to stop.
///
/// Its signals are blocked and a broken pipe is ignored before any other thread starts.
protocol ServingCommand: AsyncParsableCommand {}

/// Runs an asynchronous command while the main thread waits for it.
final class AsyncRun: Sendable {
    private let failure = Locked<(any Error)?>(nil)
    private let finished = DispatchSemaphore(value: 0)

    /// Returns when the command has ended; only for the main thread, which it blocks.
    ///
    /// - Throws: what the command throws.
    static func finish(_ command: sending any AsyncParsableCommand) throws {
        let run = AsyncRun()
        Task {
            var command = command
            do {
                try await command.run()
            } catch {
                run.failure.withLock { $0 = error }
            }
            run.finished.signal()
        }
        run.finished.wait()
        if let error = run.failure.withLock({ $0 }) { throw error }
    }
}

/// Ctrl-C in the midst of a long task: the first one lets it finish what it has begun, the second ends it at once.
enum Interruption {
    /// From now on the first Ctrl-C is only noted.
    static func watch() {
        _ = clinux_note_interrupt()
    }

    /// Whether somebody pressed Ctrl-C since.
    static var hasHappened: Bool { clinux_was_interrupted() != 0 }
}
