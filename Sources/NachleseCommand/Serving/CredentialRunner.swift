import Logging
import Nachlese
import Networking
import SQLite
import SystemPackage

/// Sees to requests for new credentials, and to those for access, as long as the server runs, on a thread of its own.
///
/// Once a second it asks whether the database changed, which costs a microsecond; only then, and now and then for what
/// had to wait, it looks for requests, for one of the one kind and one of the other in turn. The mails it writes are
/// handed over by `OutboxRunner`, which notices them the same way.
actor CredentialRunner {
    nonisolated let loop: EventLoop
    private let clerk: CredentialRequestHandler
    private let accessClerk: AccessCodeHandler
    private let database: Database
    private let logger: Logger
    private var seenVersion: Int64?
    private var nextRound: Deadline?
    private var isAtCeiling = false
    private var isAtAccessCeiling = false

    /// Until what had to wait is looked at again.
    private static let pause = Duration.seconds(15)
    /// After which a round ends, so that the log tells of what is going on; the next one goes on.
    private static let longestRound = Duration.seconds(5)
    /// Until the outdated ones are looked for when nothing else happens.
    private static let longestPause = Duration.seconds(3600)

    init(_ clerk: CredentialRequestHandler, _ accessClerk: AccessCodeHandler, database: sending Database, logger: Logger) throws(Errno)
    {
        loop = try EventLoop(name: "clerk")
        self.clerk = clerk
        self.accessClerk = accessClerk
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
            var report = try clerk.begin(with: database)
            var accessReport = try accessClerk.begin(with: database)
            let end = loop.deadline(in: CredentialRunner.longestRound)
            var isGoingOn = true
            while isGoingOn, !end.hasPassed(at: loop.now) {
                let wasOther = try accessClerk.seeToNext(with: database, &accessReport)
                let wasOne = try await clerk.seeToNext(with: database, &report)
                isGoingOn = wasOne || wasOther
            }
            if isGoingOn {
                nextRound = nil
            } else if !report.isUnfinished, !accessReport.isUnfinished {
                nextRound = loop.deadline(in: CredentialRunner.longestPause)
            }
            log(report)
            log(accessReport)
        } catch is CancellationError {
            // What was not seen to waits in the database.
        } catch {
            logger.error("requests for new credentials were not seen to", metadata: ["reason": "\(error)"])
        }
    }

    private func log(_ report: CredentialRequestHandler.Report) {
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

    private func log(_ report: AccessCodeHandler.Report) {
        if report.codes > 0 { logger.notice("access codes written", metadata: ["codes": "\(report.codes)"]) }
        if report.outdated > 0 {
            logger.warning(
                "requests for access waited for too long and were dropped",
                metadata: ["requests": "\(report.outdated)"])
        }
        if report.forgotten > 0 {
            logger.notice("unconfirmed requests for access forgotten", metadata: ["requests": "\(report.forgotten)"])
        }
        for reason in report.failures {
            logger.error("a mail about access was not written", metadata: ["reason": "\(reason)"])
        }
        if report.isCeilingReached, !isAtAccessCeiling {
            logger.warning(
                "requests for access wait: there were too many mails in the last hour",
                metadata: ["setting": "\(SettingKey.accessCodesPerHour.rawValue)"])
        }
        isAtAccessCeiling = report.isCeilingReached
    }
}
