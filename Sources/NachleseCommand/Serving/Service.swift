import FoundationEssentials
import Glibc
import HTTP
import Logging
import Mail
import Nachlese
import Networking
import SQLite
import Secrets
import Website

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
        let environment = ProcessInfo.processInfo.environment
        let forwarding = try Forwarding(settings)
        let attendant = try Attendant()
        let plan = try await ListeningPlan(
            settings, folder: workspace.folder, attendant: attendant, descriptors: OpenFileLimit.raise(),
            environment: environment, logger: logger)
        let writing = try workspace.openForWriting(creating: true)
        let key = try workspace.key()
        try reviewWordings(in: writing)
        try PageKeeper.review(workspace, in: writing, logger: logger)
        let route = workspace.route(plan.settings)
        try route.sweep()
        let writer = Writer(writing)
        let outbox = try OutboxRunner(
            OutboxSender(route, key: key, clock: workspace.clock), writer: writer,
            database: try workspace.openForWriting(), logger: logger)
        let hasher = try PasswordHasher()
        let redirects = Redirects(try RedirectFile(workspace.folder).table())
        let assembly = SiteAssembly(
            workspace: workspace, settings: plan.settings, forwarding: forwarding, writer: writer, hasher: hasher,
            key: key, redirects: redirects, logger: logger)
        let issuer = CredentialIssuer(hasher: hasher, mailer: assembly.mailer)
        let clerk = try CredentialRunner(
            CredentialRequestHandler(
                issuer: issuer, mailsPerHour: plan.settings.requestedCredentialsPerHour, clock: workspace.clock),
            AccessCodeHandler(mailer: assembly.mailer, clock: workspace.clock),
            database: try workspace.openForWriting(), logger: logger)
        let ledger = LedgerKeeper(assembly.ledger, writer: writer, clock: workspace.clock, logger: logger)
        let access = SecretaryRunner(
            AccessRequestNotifier(mailer: assembly.mailer), writer: writer, logger: logger)
        let server = try Server(workers: workers, limits: plan.limits, logger: logger) { _ in try assembly.site() }
        let bound = try await server.listen(at: plan.site)
        let redirector = try await redirector(plan)
        let sending = Task(executorPreference: outbox.loop) { await outbox.run() }
        let sweeping = Task(executorPreference: outbox.loop) { await FileSweeper(workspace, logger: logger).run() }
        let seeing = Task(executorPreference: clerk.loop) { await clerk.run() }
        let announcing = Task(executorPreference: clerk.loop) { await access.run(on: clerk.loop) }
        let keeping = Task(executorPreference: clerk.loop) { await ledger.run(on: clerk.loop) }
        let pages = PageKeeper(workspace, writer: writer, logger: logger)
        let posting = Task(executorPreference: clerk.loop) { await pages.run(on: clerk.loop) }
        let watching = plan.certificates.map { certificates in
            Task(executorPreference: attendant.loop) { await attendant.watch(certificates) }
        }
        let notifier = ServiceNotifier(environment: environment)
        try await announce(bound.map(plan.name(of:)).joined(separator: " and "), plan.settings)
        notifier.ready()
        await waitForStop(attendant, server, plan.certificates, redirects, notifier)
        notifier.stopping()
        outbox.stop()
        watching?.cancel()
        await stop([server] + [redirector].compactMap { $0 }, attendant)
        sweeping.cancel()
        seeing.cancel()
        announcing.cancel()
        posting.cancel()
        await posting.value
        // What the last connections took is written down before the end.
        keeping.cancel()
        await keeping.value
        await seeing.value
        await announcing.value
        clerk.loop.stop()
        await sweeping.value
        await outbox.end(sending)
        await attendant.dismiss()
    }

    /// Adopts the office's wordings, and says which are refused.
    private func reviewWordings(in database: Database) throws {
        let shelf = WordingShelf(workspace.folder)
        let now = workspace.clock.now
        for fault in try database.transaction({ try shelf.review(now: now, in: $0) }) {
            logger.warning("wording refused", metadata: ["reason": "\(fault)"])
        }
    }

    /// Sends people who come without TLS to where it is; nil where nobody is to be sent.
    private func redirector(_ plan: ListeningPlan) async throws -> Server? {
        guard !plan.redirection.isEmpty else { return nil }
        let server = try Server(workers: 1, limits: plan.limits, logger: logger) { _ in
            guard let site = RedirectSite(plan.settings) else {
                throw CommandError(.configuration, "setting 'redirect-listen' needs a 'public-url' with https")
            }
            return site
        }
        _ = try await server.listen(at: plan.redirection)
        return server
    }

    private static let signals = [SIGTERM, SIGINT, SIGHUP]

    private func waitForStop(
        _ attendant: Attendant, _ server: Server, _ certificates: ServerCertificates?, _ redirects: Redirects,
        _ notifier: ServiceNotifier
    ) async {
        while let signal = try? await attendant.nextSignal(of: Service.signals) {
            guard signal == SIGHUP else {
                logger.notice(
                    "stopping", metadata: ["signal": "\(signal)", "connections": "\(server.connections)"])
                return
            }
            notifier.reloading()
            certificates?.reload()
            reload(redirects)
            logger.notice("other settings are read at the start; restart the server for changed ones")
            notifier.ready()
        }
    }

    /// Reads the table of old addresses anew; a broken one changes nothing.
    private func reload(_ redirects: Redirects) {
        do {
            let table = try RedirectFile(workspace.folder).table()
            redirects.replace(with: table)
            logger.notice("old addresses read", metadata: ["addresses": "\(table.rules.count)"])
        } catch {
            logger.error("old addresses not changed", metadata: ["reason": "\(error)"])
        }
    }

    /// Finishes what runs; a second signal cuts it.
    private func stop(_ servers: [Server], _ attendant: Attendant) async {
        let impatience = Task {
            while let signal = try? await attendant.nextSignal(of: Service.signals) {
                guard signal != SIGHUP else { continue }
                logger.notice("stopping at once", metadata: ["signal": "\(signal)"])
                for server in servers { await server.cut() }
            }
        }
        await withTaskGroup { group in
            for server in servers { group.addTask { await server.stop(grace: Service.grace) } }
        }
        impatience.cancel()
    }
}
