import Catalogue
package import HTTP
package import Logging
package import Members
package import Nachlese
package import Platform
package import SQLite
package import Secrets

/// What all workers share: the world outside of a request, as one value.
package struct SiteContext: Sendable {
    let settings: Settings
    let folder: DataFolder
    /// Where the presentations' files lie.
    let files: FileStore
    let writer: Writer
    let hasher: PasswordHasher
    let signIn: SignIn
    /// What writes to people.
    package let mailer: Mailer
    let credentialRequests: CredentialRequests
    let accessReception: AccessRequestSubmission
    /// Of the data folder.
    let key: SealingKey
    /// What was delivered to members and is not written down yet: to be flushed about once a second, and at the end.
    package let ledger = DownloadLedger()
    /// Which sessions were used and is not written down yet: to be flushed just so.
    package let sessionUses = SessionUses()
    let policy: PasswordPolicy
    let assets = SiteAssets()
    let cookie: SessionCookie
    let origin: OriginCheck
    let hosts: HostCheck
    let forwarding: Forwarding
    let redirects: Redirects
    /// Whose new password is being hashed at this moment: one at a time for each account, so that nobody can keep the
    /// pool from those who sign in.
    let choosing = Locked<Set<Account.ID>>([])
    let clock: WallClock
    let logger: Logger

    /// Puts it together.
    ///
    /// - Parameters:
    ///   - settings: as they were read; `baseURL` decides about hosts, origins and the cookie.
    ///   - folder: whose files are served.
    ///   - writer: for sessions, passwords and requests.
    ///   - hasher: the one pool of the process.
    ///   - throttle: the one count of attempts of the process.
    ///   - key: of the data folder, for mails and forms.
    ///   - commonPasswords: refused when somebody chooses one.
    ///   - forwarding: which proxies are believed about for whom they ask.
    ///   - redirects: where old addresses lead.
    ///   - clock: for sessions, throttling and admissions.
    ///   - logger: for sign-ins and faults.
    package init(
        settings: Settings, folder: DataFolder, writer: Writer, hasher: PasswordHasher, throttle: SignInThrottle,
        key: SealingKey, commonPasswords: CommonPasswords, forwarding: Forwarding = .none,
        redirects: Redirects = Redirects(), clock: WallClock = .system, logger: Logger
    ) {
        self.settings = settings
        self.folder = folder
        files = folder.files
        self.writer = writer
        self.hasher = hasher
        signIn = SignIn(writer: writer, hasher: hasher, throttle: throttle, key: key, clock: clock)
        mailer = Mailer(settings: settings, folder: folder, key: key, clock: clock) { fault in
            logger.warning("wording refused", metadata: ["reason": "\(fault)"])
        }
        credentialRequests = CredentialRequests(writer: writer, clock: clock)
        accessReception = AccessRequestSubmission(writer: writer, key: key, clock: clock)
        self.key = key
        policy = PasswordPolicy(
            minimumLength: settings.minimumPasswordLength, common: commonPasswords, serviceName: settings.serviceName)
        cookie = SessionCookie(settings.baseURL)
        hosts = HostCheck(settings)
        origin = OriginCheck(settings.baseURL, hosts: hosts)
        self.forwarding = forwarding
        self.redirects = redirects
        self.clock = clock
        self.logger = logger
    }
}
