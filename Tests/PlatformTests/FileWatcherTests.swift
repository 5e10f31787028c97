import Glibc
import Platform
import SystemPackage
import TestSupport
import Testing

struct FileWatcherTests {
    /// Looks until what was written a moment ago is old enough for the clock of the file system.
    private func settle(_ watcher: FileWatcher) {
        while watcher.hasChanged() { usleep(2000) }
    }

    @Test func `the first look finds a change, the next one none`() throws {
        let scratch = try TemporaryFolder()
        let watcher = FileWatcher([try scratch.write([1], to: "a"), scratch.path.appending("missing")])
        #expect(watcher.hasChanged())
        settle(watcher)
        #expect(!watcher.hasChanged())
    }

    @Test func `whatever is done to a file is found once`() throws {
        let scratch = try TemporaryFolder()
        let file = try scratch.write([1], to: "a")
        let watcher = FileWatcher([file])
        let changes: [() throws -> Void] = [
            { try scratch.write([2], to: "a") },
            { unsafe _ = chmod(file.string, 0o640) },
            { unsafe _ = unlink(file.string) },
            { try scratch.write([2], to: "a") },
            {
                let other = try scratch.write([2], to: "b")
                unsafe _ = rename(other.string, file.string)
            },
        ]
        settle(watcher)
        for change in changes {
            try change()
            #expect(watcher.hasChanged())
            settle(watcher)
        }
    }

    @Test func `a second change within one tick of the clock is found`() throws {
        let scratch = try TemporaryFolder()
        let file = try scratch.write([0], to: "a")
        let watcher = FileWatcher([file])
        for value in UInt8.min ... .max {
            try scratch.write([value], to: "a")
            #expect(watcher.hasChanged())
        }
    }

    @Test func `a folder is watched for names, a link for what it leads to`() throws {
        let scratch = try TemporaryFolder()
        let file = try scratch.write([1], to: "a")
        let link = scratch.path.appending("link")
        #expect(unsafe symlink(file.string, link.string) == 0)
        let (folders, links) = (FileWatcher([scratch.path]), FileWatcher([link]))
        settle(folders)
        settle(links)
        try scratch.write([2], to: "a")
        #expect(links.hasChanged())
        try scratch.write([2], to: "b")
        #expect(folders.hasChanged())
    }

    @Test func `what is forgotten is found again`() throws {
        let scratch = try TemporaryFolder()
        let watcher = FileWatcher([scratch.path])
        settle(watcher)
        watcher.forget()
        #expect(watcher.hasChanged())
    }
}
