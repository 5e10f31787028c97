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

    /// - Throws: `Complaint` when the proxies of the settings cannot be read.
    init(workspace: Workspace, settings: Settings, writer: Writer, key: SealingKey, logger: Logger) throws {
        self.workspace = workspace
        context = SiteContext(
            settings: settings, folder: workspace.folder, writer: writer, hasher: try PasswordHasher(),
            throttle: SignInThrottle(), key: key,
            commonPasswords: CommonPasswords(lines: Resource.commonPasswords.bytes),
            forwarding: try Forwarding(settings),
            clock: workspace.clock, logger: logger)
    }

    /// A site with a database connection of its own, for one worker.
    func site() throws -> sending any RequestHandler {
        Site(context: context, database: try workspace.openForReading())
    }
}
