internal import Glibc
internal import HTTP
internal import Letters
internal import Logging
internal import Members
package import Nachlese
internal import Networking
package import Platform
internal import Resources
internal import SQLite
internal import Secrets
internal import SystemPackage
internal import Website

/// The whole service of a data folder: opened, listening, stopped.
package struct Service: Sendable {
    private static let signals = [SIGTERM, SIGINT, SIGHUP]

    private let folder: DataFolder
    private let settings: Settings
    private let workers: Int
    private let clock: WallClock
    private let logger: Logger

    /// - Parameters:
    ///   - folder: is made where there is none.
    ///   - settings: as they were read.
    ///   - workers: threads that serve; nil: one for each core.
    ///   - clock: for everything that is dated.
    package init(
        _ folder: DataFolder, settings: Settings, workers: Int?, clock: WallClock = .system
    ) {
        self.folder = folder
        self.settings = settings
        self.workers = workers ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        self.clock = clock
        let isTimed = Environment.value(of: "JOURNAL_STREAM") == nil
        logger = Logger(label: "nachlese") { _ in LogfmtHandler(isTimed: isTimed) }
    }

    /// Serves until a signal says to stop.
    ///
    /// SIGTERM, SIGINT and SIGHUP must have been blocked before the process started another thread.
    ///
    /// - Parameter announce: called once when everybody can connect, with the address and the settings in force.
    /// - Throws: `ServiceError`, `RedirectFile.Failure`, and what settings, database, key, certificates and the transport
    ///   throw; what `announce` throws.
    package func run(announce: (String, Settings) async throws -> Void) async throws {
        let environment = Environment.all
        let control = try ControlLoop()
        let plan = try await ListeningPlan(
            settings, folder: folder, control: control, descriptors: OpenFileLimit.raise(), environment: environment,
            logger: logger)
        let writer = Writer(try openForWriting())
        let key = try SealingKey(contentsOfOrCreating: folder.key.string)
        try await adoptTexts(with: writer)
        let route = MailRoute(plan.settings, folder: folder, environment: environment)
        try route.sweep()
        let sender = try OutboxSender(route, key: key, clock: clock)
        let hasher = try PasswordHasher(parameters: .ofThisBuild)
        let redirects = try ServerRedirects(folder)
        let mailer = Mailer(settings: plan.settings, folder: folder, key: key, clock: clock) { [logger] fault in
            logger.warning("wording refused", metadata: ["reason": "\(fault)"])
        }
        let sessionUses = SessionUses()
        let context = siteContext(
            plan.settings, mailer, writer: writer, hasher: hasher, key: key, sessionUses, plan.forwarding,
            redirects.redirects)
        let jobs = try JobRunner(
            self.jobs(plan, mailer, redirects, context.ledger, sessionUses, sender, writer: writer, hasher: hasher),
            database: try Store.openForReading(folder), clock: ContinuousClock(), logger: logger)
        let listeners = try Listeners(plan, workers: workers, logger: logger) { [folder] in
            Site(context, reader: try StoreReader(folder))
        }
        let group = ServiceGroup([jobs, listeners])
        try await group.start()
        let notifier = ServiceNotifier(environment: environment)
        do {
            try await announce(listeners.names.joined(separator: " and "), plan.settings)
        } catch {
            await group.cut()
            await group.stop()
            throw error
        }
        notifier.ready()
        await waitForStop(control, listeners, plan.certificates, redirects, notifier)
        notifier.stopping()
        await stop(group, control)
    }

    private func siteContext(
        _ settings: Settings, _ mailer: Mailer, writer: Writer, hasher: PasswordHasher, key: SealingKey,
        _ sessionUses: SessionUses, _ forwarding: Forwarding, _ redirects: Redirects
    ) -> SiteContext {
        let policy = PasswordPolicy(
            minimumLength: settings.minimumPasswordLength,
            common: CommonPasswords(lines: Resource.commonPasswords.bytes), serviceName: settings.serviceName)
        return SiteContext(
            settings: settings, folder: folder,
            signIn: SignIn(writer: writer, hasher: hasher, throttle: SignInThrottle(), key: key, clock: clock),
            selfService: AccountSelfService(
                writer: writer, hasher: hasher, policy: policy, mailer: mailer, clock: clock),
            credentialRequests: CredentialRequests(writer: writer, clock: clock),
            accessRequests: AccessRequestSubmission(writer: writer, key: key, clock: clock),
            sessionUses: sessionUses, key: key, forwarding: forwarding, redirects: redirects, clock: clock,
            logger: logger)
    }

    private func openForWriting() throws -> Database {
        do {
            return try Store.openForWriting(folder)
        } catch let error as Errno {
            throw ServiceError.dataFolder(folder.path, error)
        }
    }

    /// Adopts the office's wordings and pages, and says which are refused.
    private func adoptTexts(with writer: Writer) async throws {
        let (wordings, pages) = (OfficeTexts<Wording>(folder), OfficeTexts<OfficePageText>(folder))
        let now = clock.now
        for fault in try await writer.write({ try wordings.review(now: now, in: $0) }) {
            logger.warning("wording refused", metadata: ["reason": "\(fault)"])
        }
        for fault in try await writer.write({ try pages.review(now: now, in: $0) }) {
            logger.warning("page refused", metadata: ["reason": "\(fault)"])
        }
    }

    /// All duties beside the requests, in the order in which they end: a new duty is a line here.
    private func jobs(
        _ plan: ListeningPlan, _ mailer: Mailer, _ redirects: ServerRedirects, _ ledger: DownloadLedger,
        _ sessionUses: SessionUses, _ sender: OutboxSender, writer: Writer, hasher: PasswordHasher
    ) -> [any Job] {
        var jobs: [any Job] = []
        if let certificates = plan.certificates {
            jobs.append(CertificateJob(certificates: certificates, clock: clock))
        }
        jobs += [
            RedirectJob(redirects: redirects),
            OfficePageJob(folder, writer: writer, clock: clock),
            DownloadLedgerJob(ledger: ledger, recorder: DownloadRecorder(writer: writer, clock: clock)),
            SessionUseJob(uses: sessionUses, writer: writer),
            RequestedMailJob(
                codes: AccessCodeHandler(mailer: mailer, clock: clock),
                credentials: CredentialRequestHandler(
                    issuer: CredentialIssuer(hasher: hasher, mailer: mailer),
                    mailsPerHour: plan.settings.requestedCredentialsPerHour, clock: clock),
                writer: writer),
            AccessNotificationJob(AccessRequestNotifier(mailer: mailer), writer: writer),
            FileSweepJob(folder: folder, writer: writer, clock: clock),
            OutboxJob(sender, writer: writer),
        ]
        return jobs
    }

    private func waitForStop(
        _ control: ControlLoop, _ listeners: Listeners, _ certificates: ServerCertificates?,
        _ redirects: ServerRedirects, _ notifier: ServiceNotifier
    ) async {
        while let signal = try? await control.nextSignal(of: Service.signals) {
            guard signal == SIGHUP else {
                logger.notice(
                    "stopping", metadata: ["signal": "\(signal)", "connections": "\(listeners.connections)"])
                return
            }
            notifier.reloading()
            certificates?.reload()
            let event = redirects.reload()
            logger.log(level: event.level, event.message, metadata: event.metadata)
            logger.notice("other settings are read at the start; restart the server for changed ones")
            notifier.ready()
        }
    }

    /// Finishes what runs; a second signal cuts it.
    private func stop(_ group: ServiceGroup, _ control: ControlLoop) async {
        await withTaskGroup { tasks in
            tasks.addTask {
                while let signal = try? await control.nextSignal(of: Service.signals) {
                    guard signal != SIGHUP else { continue }
                    logger.notice("stopping at once", metadata: ["signal": "\(signal)"])
                    await group.cut()
                }
            }
            await group.stop()
            await control.stop()
        }
    }
}
