import Logging
import Networking
import Platform
import SQLite
import Website

/// Writes down once a second what was delivered to members, and what is left when the server has stopped.
struct LedgerKeeper {
    private let ledger: DownloadLedger
    private let writer: Writer
    private let clock: WallClock
    private let logger: Logger

    init(_ ledger: DownloadLedger, writer: Writer, clock: WallClock, logger: Logger) {
        self.ledger = ledger
        self.writer = writer
        self.clock = clock
        self.logger = logger
    }

    /// Runs until the task is cancelled, and then writes for the last time; to be run on the loop.
    func run(on loop: EventLoop) async {
        while (try? await loop.sleep(until: loop.deadline(in: .seconds(1)))) != nil { await flush() }
        await flush()
    }

    private func flush() async {
        do {
            try await ledger.flush(with: writer, now: clock.now)
        } catch {
            logger.error("downloads were not written down", metadata: ["reason": "\(error)"])
        }
    }
}
