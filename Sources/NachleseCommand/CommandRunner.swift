import ArgumentParser
import Dispatch
import Glibc
import Networking
import Platform

/// A command that does something; what it needs of the world it gets with the call.
protocol Command: ParsableCommand, Sendable {
    func run(in context: CommandContext) async throws
}

/// A command that serves until a signal tells it to stop.
///
/// Its signals are blocked and a broken pipe is ignored before any other thread starts.
protocol ServingCommand: Command {}

/// Runs one command from its arguments to its exit status.
package enum CommandRunner {
    /// Runs it as this process; only for the main thread, which it blocks.
    ///
    /// It is synchronous and keeps the main thread to itself: an asynchronous `main` would start threads before a server
    /// could block its signals, and would hand the main thread to Dispatch, which unblocks them again.
    package static func runAsProcess(_ arguments: [String]) -> ExitStatus {
        let context = CommandContext.process
        do {
            let command = try RootCommand.parseAsRoot(arguments)
            if command is any ServingCommand {
                try SignalWatcher.block([SIGTERM, SIGINT, SIGHUP])
                SignalWatcher.ignoreBrokenPipes()
            }
            guard let command = command as? any Command else {
                try run(command)
                return .done
            }
            return wait { await run(command, arguments, in: context) }
        } catch {
            return report(error, arguments, in: context)
        }
    }

    /// Runs it inside of this process, with the streams and the time of its context.
    package static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        do {
            let command = try RootCommand.parseAsRoot(arguments)
            guard let command = command as? any Command else {
                try run(command)
                return .done
            }
            return await run(command, arguments, in: context)
        } catch {
            return report(error, arguments, in: context)
        }
    }

    private static func run(
        _ command: any Command, _ arguments: [String], in context: CommandContext
    ) async -> ExitStatus {
        do {
            try await command.run(in: context)
            return .done
        } catch {
            return report(error, arguments, in: context)
        }
    }

    /// A noun without a verb, or a command of the parser's own: it throws what is to be shown.
    private static func run(_ command: any ParsableCommand) throws {
        var command = command
        try command.run()
    }

    private static func wait(_ body: @escaping @Sendable () async -> ExitStatus) -> ExitStatus {
        let status = Locked(ExitStatus.failed)
        let finished = DispatchSemaphore(value: 0)
        Task {
            let result = await body()
            status.withLock { $0 = result }
            finished.signal()
        }
        finished.wait()
        return status.withLock { $0 }
    }

    /// Says what went wrong in one line; help that was asked for is no error.
    private static func report(_ error: any Error, _ arguments: [String], in context: CommandContext) -> ExitStatus {
        if let failure = error as? any CommandFailure {
            context.note("nachlese: \(failure.sentence)")
            return failure.exitStatus
        }
        let message = RootCommand.message(for: error)
        switch RootCommand.exitCode(for: error) {
        case .success:
            return (try? context.write(message)) == nil ? .cannotWrite : .done
        case .failure:
            context.note("nachlese: it did not work: \(error)")
            return .failed
        default:
            let path = CommandPath(arguments)
            let sentence = path.suggestion ?? message.inOwnStyle
            context.note("nachlese: \(sentence) (see '\(path) --help')")
            return .usage
        }
    }
}

extension String {
    /// A message of the argument parser as those of `CommandFailure` are: one sentence in lower case without a full stop.
    fileprivate var inOwnStyle: String {
        var text = replacing("'. Did you mean", with: "'; did you mean")
        if text.last == "." { text.removeLast() }
        let second = text.unicodeScalars.dropFirst().first
        guard second.map({ $0.properties.isLowercase || $0 == " " }) ?? false else { return text }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
