import Platform
import SystemPackage
import TestSupport
import Testing

struct FileLockTests {
    private func isHeld(_ path: FilePath, within limit: Duration = .zero) throws -> Bool {
        switch try FileLock.take(path, within: limit) {
        case .some: false
        case nil: true
        }
    }

    @Test func `one holds it until it goes`() throws {
        let place = try TemporaryFolder()
        let path = place.path.appending("lock")
        do {
            let lock = try FileLock.take(path)
            defer { extendLifetime(lock) }
            #expect(try isHeld(path))
            #expect(try isHeld(path, within: .milliseconds(50)))
            #expect(try place.mode(of: "lock") == 0o600)
        }
        #expect(try !isHeld(path))
    }

    @Test(.timeLimit(.minutes(1)))
    func `who waits gets it as soon as it is free`() throws {
        let place = try TemporaryFolder()
        let path = place.path.appending("lock")
        let isReleasing = Locked(false)
        let isTaken = Locked(false)
        let holder = try Thread.start(name: "holder") {
            let lock = try? FileLock.take(path)
            isTaken.withLock { $0 = true }
            while !isReleasing.withLock({ $0 }) {}
            extendLifetime(lock)
        }
        while !isTaken.withLock({ $0 }) {}
        #expect(try isHeld(path))
        isReleasing.withLock { $0 = true }
        #expect(try !isHeld(path, within: .seconds(50)))
        holder.join()
    }

    @Test func `a folder that is missing is an error`() throws {
        let place = try TemporaryFolder()
        #expect(throws: Errno.noSuchFileOrDirectory) {
            _ = try FileLock.take(place.path.appending("missing/lock"))
        }
    }
}
