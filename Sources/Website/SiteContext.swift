package import HTTP
package import Logging
package import Members
package import Nachlese
package import Platform
package import Secrets

/// What all workers share: the world outside of a request, as one value.
package struct SiteContext: Sendable {
    let settings: Settings
    let folder: DataFolder
    let signIn: SignIn
    let selfService: AccountSelfService
    let credentialRequests: CredentialRequests
    let accessRequests: AccessRequestSubmission
    let sessionUses: SessionUses
    /// What was delivered to members and is not written down yet: to be flushed about once a second, and at the end.
    package let ledger = DownloadLedger()
    /// Of the data folder.
    let key: SealingKey
    let assets = SiteAssets()
    let cookie: SessionCookie
    let origin: OriginCheck
    let hosts: HostCheck
    let forwarding: Forwarding
    let redirects: Redirects
    let clock: WallClock
    let logger: Logger

    /// Puts it together.
    ///
    /// `settings.baseURL` decides about hosts, origins and the cookie; `key` is that of the data folder, and makes the
    /// networks of those who ask unreadable.
    package init(
        settings: Settings, folder: DataFolder, signIn: SignIn, selfService: AccountSelfService,
        credentialRequests: CredentialRequests, accessRequests: AccessRequestSubmission, sessionUses: SessionUses,
        key: SealingKey, forwarding: Forwarding, redirects: Redirects = Redirects(),
        clock: WallClock = .system, logger: Logger
    ) {
        self.settings = settings
        self.folder = folder
        self.signIn = signIn
        self.selfService = selfService
        self.credentialRequests = credentialRequests
        self.accessRequests = accessRequests
        self.sessionUses = sessionUses
        self.key = key
        cookie = SessionCookie(settings.baseURL)
        hosts = HostCheck(settings)
        origin = OriginCheck(settings.baseURL, hosts: hosts)
        self.forwarding = forwarding
        self.redirects = redirects
        self.clock = clock
        self.logger = logger
    }
}
