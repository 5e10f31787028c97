import ArgumentParser
import FoundationEssentials
import Nachlese
import NachleseServer

/// `nachlese serve`: the site, until a signal stops it.
struct ServeCommand: ServingCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the site until SIGTERM or Ctrl-C; an empty data folder is enough.",
        discussion: """
            EXAMPLES
              nachlese serve
              nachlese serve --data /var/lib/nachlese
              nachlese serve --listen 127.0.0.1:8087 --listen '[::1]:8087'
              NACHLESE_PUBLIC_URL=https://slides.example.org \\
                  nachlese serve --listen '*:8087'

            What runs is finished after the first signal, for at most 30 seconds; a second one ends it at once.
            """)

    @OptionGroup var serving: ServingOptions
    @OptionGroup var data: DataOptions

    func run() async throws {
        let workspace = try Workspace(data)
        let passed = try PassedSocket.all(ProcessInfo.processInfo.environment)
        let settings = try serving.applied(to: workspace.settings(), besides: passed)
        try await Service(workspace, settings: settings, workers: serving.workers).run { address, _ in
            try Output.write("Nachlese is ready at \(address)")
        }
    }
}

extension Service {
    /// The service of a workspace, with the way of mails that its settings choose.
    init(_ workspace: Workspace, settings: Settings, workers: Int?) {
        self.init(workspace.folder, settings: settings, workers: workers, clock: workspace.clock) { settings in
            try MailRoute(settings, folder: workspace.folder).transport()
        }
    }
}
