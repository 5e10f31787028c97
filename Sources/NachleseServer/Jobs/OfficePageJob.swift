internal import Logging
internal import Nachlese
internal import Platform
internal import SQLite

/// Puts changed texts of the office's pages into force, and says which are refused.
///
/// Each round compares eight small files with what is in force; only for a changed one it writes.
final class OfficePageJob: Job {
    private let shelf: OfficePageShelf
    private let folder: DataFolder
    private let writer: Writer
    private let clock: WallClock
    /// Each fault is told once, and again when it comes back.
    private let told: Locked<Set<String>>

    init(_ folder: DataFolder, writer: Writer, clock: WallClock) {
        self.folder = folder
        shelf = OfficePageShelf(folder)
        self.writer = writer
        self.clock = clock
        told = Locked(Set(shelf.faults.map(\.description)))
    }

    let name = "office-pages"
    let schedule = JobSchedule.every(.seconds(2))
    let failure = JobFailure(message: "the texts of pages were not looked at")

    func round(_ stop: StopFlag) async throws -> JobOutcome {
        var outcome = JobOutcome()
        let (shelf, now) = (shelf, clock.now)
        if try await writer.read({ try shelf.isStale(now: now, in: $0) }) {
            _ = try await writer.write { try shelf.review(now: now, in: $0) }
            outcome.events.append(JobEvent(.notice, "texts of pages read", ["folder": "\(folder.pages)"]))
        }
        let faults = shelf.faults.filter { !$0.isPassing }.map(\.description)
        let new = told.withLock { told in
            defer { told = Set(faults) }
            return faults.filter { !told.contains($0) }
        }
        outcome.events += new.map { JobEvent(.warning, "page refused", ["reason": "\($0)"]) }
        return outcome
    }
}
