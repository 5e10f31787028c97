import Logging
import Nachlese
import Networking
import Platform
import SQLite

/// Puts changed texts of the office's pages into force while the server runs, and says which are refused.
///
/// Every two seconds it compares eight small files with what is in force; only for a changed one it writes.
final class PageKeeper: Sendable {
    private let shelf: OfficePageShelf
    private let folder: DataFolder
    private let writer: Writer
    private let clock: WallClock
    private let logger: Logger
    /// Each fault is told once, and again when it comes back.
    private let told: Locked<Set<String>>

    /// How often the files are looked at.
    private static let interval = Duration.seconds(2)

    init(_ workspace: Workspace, writer: Writer, logger: Logger) {
        folder = workspace.folder
        shelf = OfficePageShelf(workspace.folder)
        self.writer = writer
        clock = workspace.clock
        self.logger = logger
        told = Locked(Set(shelf.faults.map(\.description)))
    }

    /// Puts the texts into force before the server starts.
    static func review(_ workspace: Workspace, in database: Database, logger: Logger) throws {
        let shelf = OfficePageShelf(workspace.folder)
        let now = workspace.clock.now
        for fault in try database.transaction({ try shelf.review(now: now, in: $0) }) {
            logger.warning("page refused", metadata: ["reason": "\(fault)"])
        }
    }

    /// Runs until the task is cancelled; to be run on the loop.
    func run(on loop: EventLoop) async {
        while (try? await loop.sleep(until: loop.deadline(in: PageKeeper.interval))) != nil {
            do {
                try await round()
            } catch {
                logger.error("the texts of pages were not looked at", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func round() async throws {
        let (shelf, now) = (shelf, clock.now)
        if try await writer.read({ try shelf.isStale(now: now, in: $0) }) {
            _ = try await writer.write { try shelf.review(now: now, in: $0) }
            logger.notice("texts of pages read", metadata: ["folder": "\(folder.pages)"])
        }
        let faults = shelf.faults.filter { !$0.isPassing }.map(\.description)
        let new = told.withLock { told in
            defer { told = Set(faults) }
            return faults.filter { !told.contains($0) }
        }
        for fault in new { logger.warning("page refused", metadata: ["reason": "\(fault)"]) }
    }
}
