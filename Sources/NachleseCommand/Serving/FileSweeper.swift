import Catalogue
import Logging
import Nachlese
import Platform
import SQLite

/// Clears the file store of what killed processes left there, while the server serves.
///
/// A large store takes seconds to look through, so nobody is kept waiting for it: neither the start, nor whoever writes
/// to the database, which is locked for one file at a time, nor what else runs on the same thread, which gets a turn
/// after each folder. It blocks on the disk: not for a worker's thread.
struct FileSweeper {
    private let workspace: Workspace
    private let logger: Logger

    init(_ workspace: Workspace, logger: Logger) {
        self.workspace = workspace
        self.logger = logger
    }

    /// Runs once over the whole store, or until the task is cancelled.
    func run() async {
        let files = workspace.folder.files
        files.sweep()
        var removed = 0
        do {
            let database = try workspace.openForWriting()
            for group in files.groups {
                if Task.isCancelled { break }
                removed += try sweep(group, of: files, in: database)
                await Task.yield()
            }
        } catch {
            logger.error("the file store was not swept", metadata: ["reason": "\(error)"])
        }
        if removed > 0 { logger.notice("removed files that nothing names", metadata: ["files": "\(removed)"]) }
    }

    private func sweep(_ group: String, of files: FileStore, in database: Database) throws -> Int {
        let now = workspace.clock.now
        return try files.leftovers(in: group, now: now, database: database).count { leftover in
            try database.transaction { try files.remove(leftover, now: now, in: $0) }
        }
    }
}
