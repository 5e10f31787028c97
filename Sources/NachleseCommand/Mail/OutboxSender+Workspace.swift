import Mail
import Nachlese
import Secrets

extension OutboxSender {
    /// The sender of a data folder, with the bounds and addresses of its settings; files are written without bounds.
    ///
    /// `patience`: how long a single hand-over may take; nil: as long as the transport allows itself.
    init(
        _ workspace: Workspace, settings: Settings, key: SealingKey, transport: any MailTransport,
        patience: Duration? = nil
    ) {
        self.init(
            folder: workspace.folder, transport: transport, key: key, bounces: settings.bounceAddress,
            pace: transport is FolderTransport ? .unbounded : Pace(settings), patience: patience,
            clock: workspace.clock)
    }
}
