import FoundationEssentials
import Glibc
import HTTP
import Logging
import Mail
import Nachlese
import Networking
import SQLite
import Secrets

/// The whole service of a data folder: opened, listening, stopped.
struct Service {
    /// How long running requests may take after the first signal.
    static let grace = Duration.seconds(30)

    private let workspace: Workspace
    private let settings: Settings
    private let workers: Int
    private let logger: Logger

    /// With so many threads that serve; nil: one for each core.
    init(_ workspace: Workspace, settings: Settings, workers: Int?) {
        self.workspace = workspace
        self.settings = settings
        self.workers = workers ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let isTimed = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] == nil
        logger = Logger(label: "nachlese") { _ in LogfmtHandler(isTimed: isTimed) }
    }

    /// Serves until a signal says to stop.
    ///
    /// When everybody can connect, `announce` is called once, with the address and the settings as they are in force.
    func run(announce: (String, Settings) async throws -> Void) async throws {
        OpenFileLimit.raise()
        let addresses = try ListenAddresses(settings).all
        let forwarding = try Forwarding(settings)
        let attendant = try Attendant()
        let claimed = try await attendant.claim(addresses)
        let writing = try workspace.openForWriting(creating: true)
        let key = try workspace.key()
        let transport = FolderTransport(folder: workspace.folder.outbox)
        workspace.folder.files.sweep()
        let unnamed = try writing.transaction {
            try workspace.folder.files.removeUnnamed(now: workspace.clock.now, in: $0)
        }
        if unnamed > 0 { logger.notice("removed files that no presentation names", metadata: ["files": "\(unnamed)"]) }
        try transport.sweep()
        let outbox = try OutboxRunner(
            OutboxSender(folder: workspace.folder, transport: transport, key: key, clock: workspace.clock),
            database: try workspace.openForWriting(), logger: logger)
        let settings = listening(on: claimed)
        let assembly = try SiteAssembly(
            workspace: workspace, settings: settings, forwarding: forwarding, writer: Writer(writing), key: key,
            logger: logger)
        let server = try Server(workers: workers, logger: logger) { _ in try assembly.site() }
        let bound = try await server.listen(at: claimed.map { ListeningPoint(.address($0)) })
        let sending = Task(executorPreference: outbox.loop) { await outbox.run() }
        let notifier = ServiceNotifier()
        try await announce(bound.map(Service.address(of:)).joined(separator: " and "), settings)
        notifier.ready()
        await waitForStop(attendant, server)
        notifier.stopping()
        await stop(server, attendant)
        outbox.stop()
        await sending.value
        await attendant.dismiss()
    }

    /// The settings with the ports that were really claimed.
    private func listening(on claimed: [SocketAddress]) -> Settings {
        var settings = settings
        settings.listen = claimed.map(\.description)
        return settings
    }

    private static let signals = [SIGTERM, SIGINT, SIGHUP]

    private func waitForStop(_ attendant: Attendant, _ server: Server) async {
        while let signal = try? await attendant.nextSignal(of: Service.signals) {
            guard signal == SIGHUP else {
                logger.notice("stopping", metadata: ["signal": "\(signal)", "connections": "\(server.connections)"])
                return
            }
            logger.notice("settings are read at the start; restart the server for changed ones")
        }
    }

    /// Finishes what runs; a second signal cuts it.
    private func stop(_ server: Server, _ attendant: Attendant) async {
        let impatience = Task {
            while let signal = try? await attendant.nextSignal(of: Service.signals) {
                guard signal != SIGHUP else { continue }
                logger.notice("stopping at once", metadata: ["signal": "\(signal)"])
                await server.cut()
            }
        }
        await server.stop(grace: Service.grace)
        impatience.cancel()
    }

    private static func address(of address: SocketAddress) -> String {
        address.isInternet ? "http://\(address)" : "\(address)"
    }
}
