internal import Catalogue
internal import Logging
internal import Nachlese
internal import Platform
internal import SQLite

/// Clears the file store of what killed processes left there, once, while the server serves.
///
/// A large store takes seconds to look through, so nobody is kept waiting for it: neither the start, nor whoever writes
/// to the database, which is locked for one file at a time, nor the other jobs, which get a turn after each folder.
struct FileSweepJob: Job {
    let folder: DataFolder
    let writer: Writer
    let clock: WallClock

    let name = "file-sweep"
    let schedule = JobSchedule.once
    let failure = JobFailure(message: "the file store was not swept")

    func round(_ stop: StopFlag) async -> JobOutcome {
        var outcome = JobOutcome()
        var removed = 0
        folder.files.sweep()
        do {
            let database = try Store.openForReading(folder)
            for group in folder.files.groups {
                if Task.isCancelled { break }
                let leftovers = try folder.files.leftovers(in: group, now: clock.now, database: database)
                for leftover in leftovers where try await remove(leftover) { removed += 1 }
                await Task.yield()
            }
        } catch {
            outcome.events.append(failure.event(error))
        }
        if removed > 0 {
            outcome.events.append(JobEvent(.notice, "removed files that nothing names", ["files": "\(removed)"]))
        }
        return outcome
    }

    private func remove(_ leftover: FileStore.Leftover) async throws -> Bool {
        let (files, now) = (folder.files, clock.now)
        return try await writer.write { try files.remove(leftover, now: now, in: $0) }
    }
}
