import ArgumentParser
import Glibc
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
        let message = RootCommand.message(for: error)
        guard RootCommand.exitCode(for: error) != .success else {
            Output.write(message)
            return .done
        }
        Output.note("nachlese: \(message). See '\(CommandPath(arguments)) --help'.")
        return .usage
    }
}
