import Logging
import Nachlese
import Networking
import SQLite
import SystemPackage

/// Sees to requests for new credentials as long as the server runs, on a thread of its own.
///
/// Once a second it asks whether the database changed, which costs a microsecond; only then, and now and then for what
/// had to wait, it looks for requests. The mails it writes are handed over by `OutboxRunner`, which notices them the
/// same way.
actor CredentialRunner {
    nonisolated let loop: EventLoop
    private let clerk: CredentialClerk
    private let database: Database
    private let logger: Logger
    private var seenVersion: Int64?
    private var nextRound: Deadline?
    private var isAtCeiling = false

    /// Until what had to wait is looked at again.
    private static let pause = Duration.seconds(15)
    /// Until the outdated ones are looked for when nothing else happens.
    private static let longestPause = Duration.seconds(3600)

    init(_ clerk: CredentialClerk, database: sending Database, logger: Logger) throws(Errno) {
        loop = try EventLoop(name: "clerk")
        self.clerk = clerk
        self.database = database
        self.logger = logger
        loop.start()
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// Runs until its task is cancelled.
    func run() async {
        repeat {
            await round()
        } while (try? await loop.sleep(until: loop.deadline(in: .seconds(1)))) != nil
    }

    private func round() async {
        do {
            let version = try database.dataVersion
            let isPauseOver = nextRound.map { $0.hasPassed(at: loop.now) } ?? true
            guard version != seenVersion || isPauseOver else { return }
            // Set before the round: what comes during it is seen in the next one.
            seenVersion = version
            nextRound = loop.deadline(in: CredentialRunner.pause)
            let report = try await clerk.seeToAll(with: database)
            if !report.isUnfinished { nextRound = loop.deadline(in: CredentialRunner.longestPause) }
            log(report)
        } catch is CancellationError {
            // What was not seen to waits in the database.
        } catch {
            logger.error("requests for new credentials were not seen to", metadata: ["reason": "\(error)"])
        }
    }

    private func log(_ report: CredentialClerk.Report) {
        for account in report.mailed { logger.notice("new credentials written", metadata: ["account": "\(account)"]) }
        if report.outdated > 0 {
            logger.warning(
                "requests for new credentials waited for too long and were dropped",
                metadata: ["requests": "\(report.outdated)"])
        }
        for reason in report.failures {
            logger.error("a mail with new credentials was not written", metadata: ["reason": "\(reason)"])
        }
        if report.isCeilingReached, !isAtCeiling {
            logger.warning(
                "requests for new credentials wait: there were too many mails in the last hour",
                metadata: ["setting": "\(SettingKey.requestedCredentialsPerHour.rawValue)"])
        }
        isAtCeiling = report.isCeilingReached
    }
}
