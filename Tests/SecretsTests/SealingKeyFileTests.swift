import Glibc
import Secrets
import SystemPackage
import TestSupport
import Testing

struct SealingKeyFileTests {
    typealias Reason = SealingKey.FileError.Reason

    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path.appending("sealing.key").string
    }

    private func mode(of path: String) -> mode_t {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    private func expectFailure(_ reason: Reason, creating: Bool = false) {
        let error = #expect(throws: SealingKey.FileError.self) {
            _ = try creating ? SealingKey(contentsOfOrCreating: path) : SealingKey(contentsOf: path)
        }
        #expect(error?.path == path)
        #expect(error?.reason == reason)
    }

    @Test func `a file that is missing is made for its owner alone and read from then on`() throws {
        expectFailure(.system(call: "open", errno: ENOENT))
        let made = try SealingKey(contentsOfOrCreating: path)
        #expect(mode(of: path) == 0o600)
        #expect(folder.names() == ["sealing.key"])
        let sealed = try made.seal([1, 2, 3], context: [])
        #expect(try SealingKey(contentsOf: path).open(sealed, context: []) == [1, 2, 3])
        #expect(try SealingKey(contentsOfOrCreating: path).open(sealed, context: []) == [1, 2, 3])
    }

    @Test func `all who make it at once end with one key`() async throws {
        let path = path
        let keys = try await withThrowingTaskGroup(of: SealingKey.self) { group in
            for _ in 0..<16 {
                group.addTask { @concurrent in try SealingKey(contentsOfOrCreating: path) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let sealed = try SealingKey(contentsOf: path).seal([7], context: [])
        for key in keys {
            #expect(try key.open(sealed, context: []) == [7])
        }
        #expect(folder.names() == ["sealing.key"])
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o660, 0o666, 0o777] as [mode_t])
    func `a file that others may touch is refused and left alone`(mode: mode_t) throws {
        _ = try SealingKey(contentsOfOrCreating: path)
        unsafe chmod(path, mode)
        expectFailure(.tooOpen(mode: mode))
        expectFailure(.tooOpen(mode: mode), creating: true)
        #expect(self.mode(of: path) == mode)
    }

    @Test(arguments: [0o400, 0o600, 0o700] as [mode_t])
    func `a file for its owner alone is read`(mode: mode_t) throws {
        _ = try SealingKey(contentsOfOrCreating: path)
        unsafe chmod(path, mode)
        #expect(throws: Never.self) { try SealingKey(contentsOf: path) }
    }

    @Test(arguments: [0, 31, 33, 65])
    func `a file of another length is refused and left alone`(count: Int) throws {
        try folder.write([UInt8](repeating: 1, count: count), to: "sealing.key")
        expectFailure(.wrongLength(octets: count))
        expectFailure(.wrongLength(octets: count), creating: true)
    }

    @Test func `neither link, folder nor pipe is a key file`() throws {
        try folder.write([UInt8](repeating: 1, count: 32), to: "other.key")
        unsafe symlink("other.key", path)
        expectFailure(.system(call: "open", errno: ELOOP))
        unsafe unlink(path)
        unsafe mkdir(path, 0o700)
        expectFailure(.notAFile)
        unsafe rmdir(path)
        unsafe mkfifo(path, 0o600)
        expectFailure(.notAFile)
    }

    @Test func `a folder that is missing is not made`() {
        let inside = folder.path.appending("missing/sealing.key").string
        let error = #expect(throws: SealingKey.FileError.self) { try SealingKey(contentsOfOrCreating: inside) }
        #expect(error?.reason == .system(call: "open", errno: ENOENT))
    }
}
