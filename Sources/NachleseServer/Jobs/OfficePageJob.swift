internal import Letters
internal import Logging
internal import Nachlese
internal import Platform
internal import SQLite

/// Puts changed texts of the office's pages into force, and says which are refused.
///
/// Only where something in the folder has changed are the files compared with what is in force.
final class OfficePageJob: Job {
    private let texts: OfficeTexts<OfficePageText>
    private let folder: DataFolder
    private let writer: Writer
    private let clock: WallClock
    private let watcher: FileWatcher
    /// Each fault is told once, and again when it comes back.
    private let told: Locked<Set<String>>

    init(_ folder: DataFolder, writer: Writer, clock: WallClock) {
        self.folder = folder
        texts = OfficeTexts(folder)
        watcher = FileWatcher(texts.paths)
        self.writer = writer
        self.clock = clock
        told = Locked(Set(texts.faults.map { "\($0)" }))
    }

    let name = "office-pages"
    let schedule = JobSchedule.every(.seconds(2))
    let failure = JobFailure(message: "the texts of pages were not looked at")

    func round(_ stop: StopFlag) async throws -> JobOutcome {
        guard watcher.hasChanged() else { return .done }
        do {
            return try await review()
        } catch {
            watcher.forget()
            throw error
        }
    }

    private func review() async throws -> JobOutcome {
        var outcome = JobOutcome()
        let (texts, now) = (texts, clock.now)
        if try await writer.read({ try texts.isStale(now: now, in: $0) }) {
            _ = try await writer.write { try texts.review(now: now, in: $0) }
            outcome.events.append(JobEvent(.notice, "texts of pages read", ["folder": "\(folder.pages)"]))
        }
        let found = texts.faults
        if found.contains(where: \.isPassing) { watcher.forget() }
        let faults = found.filter { !$0.isPassing }.map { "\($0)" }
        let new = told.withLock { told in
            defer { told = Set(faults) }
            return faults.filter { !told.contains($0) }
        }
        outcome.events += new.map { JobEvent(.warning, "page refused", ["reason": "\($0)"]) }
        return outcome
    }
}
