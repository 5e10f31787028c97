import Letters
import Mail
import Nachlese
import Secrets

extension OutboxSender {
    /// The sender of a data folder, with the way, the bounds and the addresses of its settings.
    ///
    /// Files are written without bounds.
    ///
    /// `patience`: how long a single hand-over may take; nil: as long as the transport allows itself.
    /// - Throws: what `MailRoute.transport()` throws.
    init(_ workspace: Workspace, settings: Settings, key: SealingKey, patience: Duration? = nil) throws {
        self.init(
            lock: workspace.folder.outboxLock, transport: try MailRoute(settings, folder: workspace.folder).transport(),
            key: key, bounces: settings.bounceAddress,
            pace: settings.mailTransport == .folder ? .unbounded : Pace(settings), patience: patience,
            clock: workspace.clock)
    }
}
