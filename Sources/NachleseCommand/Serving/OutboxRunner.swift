import Logging
import Nachlese
import Networking
import Platform
import SQLite
import SystemPackage

/// Hands over the mails of the outbox as long as the server runs, on a thread of its own.
///
/// Once a second it asks whether the database changed, which costs a microsecond; only then, and now and then for what
/// is to be tried again, it looks into the outbox.
actor OutboxRunner {
    nonisolated let loop: EventLoop
    private let sender: OutboxSender
    private let database: Database
    private let logger: Logger
    private nonisolated let isStopping = Locked(false)
    private nonisolated let isHandingOver = Locked(false)
    private nonisolated let hasEnded = Locked(false)
    private var seenVersion: Int64?
    private var lastRound: Deadline?
    private var pausedUntil: Timestamp?
    /// Whether what was handed over may still stand in the log of the database; a killed process may have left it.
    private var hasLogToEmpty = true

    /// Longest time between two rounds: well below the shortest back-off of the sender.
    private static let longestPause = Duration.seconds(10)

    init(_ sender: OutboxSender, database: sending Database, logger: Logger) throws(Errno) {
        loop = try EventLoop(name: "outbox")
        self.sender = sender
        self.database = database
        self.logger = logger
        loop.start()
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    /// Runs until `stop()`, or until the task is cancelled, which ends a hand-over half-way.
    func run() async {
        defer { hasEnded.withLock { $0 = true } }
        do {
            try sender.releaseHeldBack(in: database)
        } catch {
            logger.error("the outbox was not looked through", metadata: ["reason": "\(error)"])
        }
        while goesOn {
            await round()
            guard goesOn, (try? await loop.sleep(until: loop.deadline(in: .seconds(1)))) != nil else { return }
        }
    }

    /// Asks for the end: no further mail is begun.
    nonisolated func stop() {
        isStopping.withLock { $0 = true }
    }

    /// Asks for the end and waits for it, eight seconds at most.
    ///
    /// The mail that is on its way gets five seconds, then it is told to give up. One that does not is left behind: it
    /// waits in the outbox as if it had not been begun.
    nonisolated func end(_ running: Task<Void, Never>) async {
        stop()
        await OutboxRunner.wait(.seconds(5)) { !isHandingOver.withLock { $0 } }
        running.cancel()
        await sender.giveUp()
        await OutboxRunner.wait(.seconds(3)) { hasEnded.withLock { $0 } }
        loop.stop()
    }

    private static func wait(_ patience: Duration, until isOver: () -> Bool) async {
        let end = ContinuousClock.now + patience
        while !isOver(), ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(20)) }
    }

    private var goesOn: Bool { !isStopping.withLock { $0 } && !Task.isCancelled }

    private func round() async {
        do {
            try emptyLog()
            let version = try database.dataVersion
            let isPauseOver = lastRound.map { $0.hasPassed(at: loop.now) } ?? true
            guard version != seenVersion || isPauseOver else { return }
            isHandingOver.withLock { $0 = true }
            defer { isHandingOver.withLock { $0 = false } }
            let report = try await sender.deliverDue(with: database) { [isStopping] in !isStopping.withLock { $0 } }
            // Another process hands over at this moment: what it leaves is looked at in the next round.
            seenVersion = report.isElsewhere ? nil : version
            lastRound = loop.deadline(in: OutboxRunner.longestPause)
            hasLogToEmpty = hasLogToEmpty || !report.isLogEmpty
            log(report)
        } catch {
            logger.error("the outbox was not handed over", metadata: ["reason": "\(error)"])
        }
    }

    private func emptyLog() throws {
        guard hasLogToEmpty else { return }
        hasLogToEmpty = try !database.truncateLog()
    }

    private func log(_ report: OutboxSender.Report) {
        for id in report.handedOver { logger.info("mail handed over", metadata: ["mail": "\(id)"]) }
        for setback in report.delayed {
            logger.warning(
                "mail delayed",
                metadata: [
                    "mail": "\(setback.mail)", "reason": "\(setback.reason.withoutAddresses)",
                    "until": "\(setback.nextAttempt?.local ?? "")",
                ])
        }
        for setback in report.undeliverable {
            logger.error(
                "mail undeliverable",
                metadata: ["mail": "\(setback.mail)", "reason": "\(setback.reason.withoutAddresses)"])
        }
        if let outage = report.outage {
            logger.error(
                "the mail service takes nothing",
                metadata: [
                    "reason": "\(outage.reason.withoutAddresses)", "waiting": "\(outage.heldBack)",
                    "until": "\(outage.nextAttempt.local)",
                ])
        }
        if let end = report.pausedUntil, end != pausedUntil {
            logger.notice("as many mails went out as the settings allow", metadata: ["until": "\(end.local)"])
        }
        pausedUntil = report.pausedUntil
    }
}

extension String {
    /// Without e-mail addresses, which mail servers like to repeat: the log is not the place for them.
    var withoutAddresses: String {
        utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { $0.contains(UInt8(ascii: "@")) ? "(address)" : String(Substring($0)) }.joined(separator: " ")
    }
}
