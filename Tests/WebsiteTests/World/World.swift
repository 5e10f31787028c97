import Codecs
import HTTP
import Letters
import Logging
import Mail
import Members
import Nachlese
import Networking
import Platform
import SQLite
import Secrets
import SystemPackage
import TestSupport
import Website

/// The whole site over a real database, in a scratch folder, behind a real server on loopback, with a clock that
/// stands until it is moved.
final class World: Sendable {
    /// Cheap costs: the tests are about what happens, not about how slow it is.
    static let hasher: PasswordHasher = {
        guard let parameters = ScryptParameters(logN: 4, r: 8, p: 1),
            let hasher = try? PasswordHasher(parameters: parameters, width: 2)
        else { preconditionFailure("constant parameters") }
        return hasher
    }()

    let scratch: TemporaryFolder
    let client: Client
    let writer: Writer
    let key: SealingKey
    let log: LogMemory
    let ledger: DownloadLedger
    let sessionUses: SessionUses
    let recorder: DownloadRecorder
    private let time: Time

    private final class Time: Sendable {
        let now = Locked(Timestamp(rawValue: 1_486_036_800))  // 2 February 2017, 12:00 UTC
    }

    var now: Timestamp { time.now.withLock { $0 } }

    func advance(_ seconds: Int64) {
        time.now.withLock { $0 = $0 + seconds }
    }

    /// Runs a test against a site.
    static func run(
        hasher: PasswordHasher = World.hasher, forwarding: Forwarding? = nil, redirects: Redirects = Redirects(),
        _ configure: (inout Settings) throws -> Void = { _ in },
        _ test: (World) async throws -> Void
    ) async throws {
        let scratch = try TemporaryFolder()
        let writer = Writer(try Store.openForWriting(scratch.data))
        let key = try SealingKey(contentsOfOrCreating: scratch.data.key.string)
        let log = LogMemory()
        let time = Time()
        var settings = Settings()
        settings.listen = [ListenAddress("127.0.0.1:8087")]
        settings.office.name = "Büro der Reihe"
        settings.office.phone = "0361 / 000000"
        settings.office.email = try EmailAddress("buero@example.org")
        try configure(&settings)
        let clock = WallClock { time.now.withLock { $0 } }
        let sessionUses = SessionUses()
        let policy = PasswordPolicy(
            minimumLength: settings.minimumPasswordLength, common: CommonPasswords(["passwort123456"]),
            serviceName: settings.serviceName)
        let context = SiteContext(
            settings: settings, folder: scratch.data,
            signIn: SignIn(writer: writer, hasher: hasher, throttle: SignInThrottle(), key: key, clock: clock),
            selfService: AccountSelfService(
                writer: writer, hasher: hasher, policy: policy,
                mailer: Mailer(settings: settings, folder: scratch.data, key: key, clock: clock) { _ in },
                clock: clock),
            credentialRequests: CredentialRequests(writer: writer, clock: clock),
            accessRequests: AccessRequestSubmission(writer: writer, key: key, clock: clock), sessionUses: sessionUses,
            key: key,
            forwarding: forwarding
                ?? Forwarding(.none, fields: .xForwarded, isPublic: !settings.baseURL.isLoopback),
            redirects: redirects, clock: clock, logger: log.logger())
        let server = try Server(workers: 1, logger: log.logger()) { _ in
            Site(context, reader: try StoreReader(scratch.data))
        }
        let address = try await server.listen(at: [ListeningPoint(.address(SocketAddress("127.0.0.1:0")))])
        let world = World(
            scratch: scratch, client: Client(port: try address[0].port.unwrapped()), writer: writer, key: key,
            log: log, ledger: context.ledger, sessionUses: sessionUses,
            recorder: DownloadRecorder(writer: writer, clock: clock), time: time)
        do {
            try await test(world)
        } catch {
            await server.stop(grace: .milliseconds(10))
            throw error
        }
        await server.stop(grace: .milliseconds(10))
    }

    private init(
        scratch: TemporaryFolder, client: Client, writer: Writer, key: SealingKey, log: LogMemory,
        ledger: DownloadLedger, sessionUses: SessionUses, recorder: DownloadRecorder, time: Time
    ) {
        self.scratch = scratch
        self.client = client
        self.writer = writer
        self.key = key
        self.log = log
        self.ledger = ledger
        self.sessionUses = sessionUses
        self.recorder = recorder
        self.time = time
    }
}
