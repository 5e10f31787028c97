import HTTP
import Logging
import Nachlese
import Resources
import Secrets
import Website

/// Puts the site together: what all workers share, and a site for each.
struct SiteAssembly {
    private let workspace: Workspace
    private let context: SiteContext

    init(
        workspace: Workspace, settings: Settings, forwarding: Forwarding, writer: Writer, hasher: PasswordHasher,
        key: SealingKey, redirects: Redirects, logger: Logger
    ) {
        self.workspace = workspace
        context = SiteContext(
            settings: settings, folder: workspace.folder, writer: writer, hasher: hasher,
            throttle: SignInThrottle(), key: key,
            commonPasswords: CommonPasswords(lines: Resource.commonPasswords.bytes),
            forwarding: forwarding, redirects: redirects,
            clock: workspace.clock, logger: logger)
    }

    /// What writes to people, with what is wrong in the log.
    var mailer: Mailer { context.mailer }

    /// What was delivered to members.
    var ledger: DownloadLedger { context.ledger }

    /// A site with a database connection of its own, for one worker.
    func site() throws -> sending any RequestHandler {
        Site(context: context, database: try workspace.openForReading())
    }
}
