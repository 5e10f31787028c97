internal import HTTP
internal import Logging
internal import Nachlese
internal import Networking
internal import Platform
internal import Website

/// The servers of a service: the site, and where there is one, what sends people to it over TLS.
final class Listeners: ServiceComponent {
    /// How long running requests may take after the first signal.
    private static let grace = Duration.seconds(30)

    private let plan: ListeningPlan
    private let site: Server
    private let redirector: Server?
    private let bound = Locked<[SocketAddress]>([])

    /// Starts the workers, which listen nowhere yet.
    ///
    /// - Parameters:
    ///   - plan: where to listen.
    ///   - workers: threads that serve the site.
    ///   - logger: for what goes wrong with listeners.
    ///   - makeSite: called once for each worker.
    /// - Throws: what `makeSite` throws; `Errno`; `SettingsReader.Fault` where people cannot be sent anywhere.
    init(
        _ plan: ListeningPlan, workers: Int, logger: Logger, makeSite: () throws -> sending any RequestHandler
    ) throws {
        self.plan = plan
        site = try Server(workers: workers, limits: plan.limits, logger: logger) { _ in try makeSite() }
        guard !plan.redirection.isEmpty else {
            redirector = nil
            return
        }
        redirector = try Server(workers: 1, limits: plan.limits, logger: logger) { _ in
            guard let site = RedirectSite(plan.settings) else {
                throw SettingsReader.Fault.secureURLNeeded(Setting.of(\.redirectListen).key)
            }
            return site
        }
    }

    /// Where the site is, as people may type it; empty before the start.
    var names: [String] { bound.withLock { $0 }.map(plan.name(of:)) }

    /// How many connections the site has at this moment.
    var connections: Int { site.connections }

    func start() async throws {
        do throws(Server.Failure) {
            let addresses = try await site.listen(at: plan.site)
            bound.withLock { $0 = addresses }
            _ = try await redirector?.listen(at: plan.redirection)
        } catch {
            switch error {
            case .cannotListen(let address, let cause): throw ServiceError.cannotListen(address, cause)
            case .cannotAdopt: throw error
            }
        }
    }

    func quiesce() async {}

    /// Takes no new connections, closes idle ones, and finishes running requests.
    func stop() async {
        await withTaskGroup { group in
            for server in servers { group.addTask { await server.stop(grace: Listeners.grace) } }
        }
    }

    func cut() async {
        for server in servers { await server.cut() }
    }

    private var servers: [Server] { [site] + [redirector].compactMap { $0 } }
}
