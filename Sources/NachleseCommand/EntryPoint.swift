import ArgumentParser
import Glibc
import Mail
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
        if let complaint = CommandError(of: error) {
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
