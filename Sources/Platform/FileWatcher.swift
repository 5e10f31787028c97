package import SystemPackage

/// Notices that files or folders were written, replaced, made or removed.
///
/// It asks the file system (`stat(2)`, a microsecond a file), and follows symbolic links.
package final class FileWatcher: Sendable {
    private let paths: [FilePath]
    /// What was there at the last look; nil: the next one finds a change in any case.
    private let seen = Locked<[FileStatus.Mark?]?>(nil)

    package init(_ paths: [FilePath]) {
        self.paths = paths
    }

    /// Whether anything has changed since this was last asked; true the first time.
    ///
    /// To be asked before the files are read: what changes meanwhile is found the next time.
    package func hasChanged() -> Bool {
        let now = FileTime.now
        let marks = paths.map { (try? FileStatus(of: $0))?.mark }
        // Another change within the same tick of the clock would leave no trace.
        let isFresh = marks.contains { $0?.changed.isTick(of: now) == true }
        return seen.withLock { seen in
            defer { seen = isFresh ? nil : marks }
            return marks != seen
        }
    }

    /// Lets the next look find a change, as after a reading that failed for the moment.
    package func forget() {
        seen.withLock { $0 = nil }
    }
}

extension FileTime {
    /// Whether something may happen after `now` and still be stamped with this time; not so if it is far ahead, which a
    /// clock that was set back leaves behind.
    fileprivate func isTick(of now: FileTime) -> Bool {
        self >= now && seconds <= now.seconds + 1
    }
}
