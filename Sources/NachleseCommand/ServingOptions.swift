import ArgumentParser
import Nachlese
import NachleseServer
import Networking

/// Where and how wide a server serves.
struct ServingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Listen here; may be given several times (default: setting 'listen', else 127.0.0.1:8087).",
            discussion: "127.0.0.1:8087, [::1]:8087, *:8087 or unix:/run/nachlese.sock; port 0 takes any free one.",
            valueName: "host:port"),
        transform: ListenAddress.read)
    var listen: [ListenAddress] = []
    @Option(help: ArgumentHelp("Threads that serve, 1 to 64 (default: one for each core).", valueName: "n"))
    var workers: Int?

    func validate() throws {
        guard (1...64).contains(workers ?? 1) else { throw ValidationError("--workers is a number from 1 to 64") }
    }

    /// The settings with what was given here over them.
    ///
    /// `passed`: the sockets that take the place of the settings' addresses.
    ///
    /// - Throws: `CommandError` for addresses given beside them: one of the two is not meant.
    func applied(to settings: Settings, besides passed: [PassedSocket]) throws(CommandError) -> Settings {
        guard listen.isEmpty || passed.isEmpty else {
            throw CommandError(
                .usage, "sockets were passed and --listen was given; remove the flag, or start without the socket unit")
        }
        var settings = settings
        if !listen.isEmpty { settings.listen = listen }
        return settings
    }
}
