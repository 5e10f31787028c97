import Logging
import Nachlese
import Networking
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
    private var seenVersion: Int64?
    private var lastRound: Deadline?

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

    /// Runs until `stop()`.
    func run() async {
        while true {
            await round()
            do {
                try await loop.sleep(until: loop.deadline(in: .seconds(1)))
            } catch {
                return
            }
        }
    }

    nonisolated func stop() {
        loop.stop()
    }

    private func round() async {
        do {
            let version = try database.dataVersion
            let isPauseOver = lastRound.map { $0.hasPassed(at: loop.now) } ?? true
            guard version != seenVersion || isPauseOver else { return }
            let report = try await sender.deliverDue(with: database)
            // Another process hands over at this moment: what it leaves is looked at in the next round.
            seenVersion = report.isElsewhere ? nil : version
            lastRound = loop.deadline(in: OutboxRunner.longestPause)
            log(report)
        } catch {
            logger.error("the outbox was not handed over", metadata: ["reason": "\(error)"])
        }
    }

    private func log(_ report: OutboxSender.Report) {
        for id in report.handedOver { logger.info("mail handed over", metadata: ["mail": "\(id)"]) }
        for id in report.delayed { logger.warning("mail delayed", metadata: ["mail": "\(id)"]) }
        for id in report.undeliverable { logger.error("mail undeliverable", metadata: ["mail": "\(id)"]) }
    }
}
