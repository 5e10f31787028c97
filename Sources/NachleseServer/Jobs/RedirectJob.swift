internal import Logging
internal import Nachlese
internal import Platform
internal import Website

/// The table of old addresses of a running server.
///
/// It is read at the start, and anew when the server is told to or the file has changed. A broken one changes nothing.
final class ServerRedirects: Sendable {
    /// What the site looks up.
    let redirects: Redirects

    private let file: RedirectFile
    private let watcher: FileWatcher

    /// - Throws: what is wrong with the table.
    init(_ folder: DataFolder) throws(RedirectFile.Failure) {
        file = RedirectFile(folder)
        watcher = FileWatcher([file.path])
        _ = watcher.hasChanged()
        redirects = Redirects(try file.table())
    }

    /// Reads the table again.
    ///
    /// - Returns: for the log.
    func reload() -> JobEvent {
        _ = watcher.hasChanged()
        return read()
    }

    /// Reads the table again if its file has changed since it was read or tried.
    func reloadIfChanged() -> JobEvent? {
        watcher.hasChanged() ? read() : nil
    }

    private func read() -> JobEvent {
        do throws(RedirectFile.Failure) {
            let table = try file.table()
            redirects.replace(with: table)
            return JobEvent(.notice, "old addresses read", ["addresses": "\(table.rules.count)"])
        } catch {
            if error.isPassing { watcher.forget() }
            return JobEvent(.error, "old addresses not changed", ["reason": "\(error)"])
        }
    }
}

/// Reads a changed table of old addresses while the server runs.
struct RedirectJob: Job {
    let redirects: ServerRedirects

    let name = "redirects"
    let schedule = JobSchedule.every(.seconds(5))
    let failure = JobFailure(message: "the table of old addresses was not looked at")

    func round(_ stop: StopFlag) async -> JobOutcome {
        JobOutcome(events: redirects.reloadIfChanged().map { [$0] } ?? [])
    }
}
