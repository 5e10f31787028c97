import Codecs
import DomainTestSupport
import Glibc
import SQLite
import SystemPackage

@testable import Catalogue
@testable import Nachlese

extension World {
    /// What the first step of clearing the file store finds.
    func leftovers(now: Timestamp) throws -> [FileStore.Leftover] {
        let store = scratch.data.files
        return try store.groups.flatMap { try store.leftovers(in: $0, now: now, database: database) }
    }

    /// The second step.
    ///
    /// - Returns: how many contents were removed.
    func remove(_ leftovers: [FileStore.Leftover], now: Timestamp) throws -> Int {
        try leftovers.count { leftover in
            try database.transaction { try scratch.data.files.remove(leftover, now: now, in: $0) }
        }
    }

    /// Makes a content look as if it had been written at some time.
    func age(_ content: StoredFile, to time: Timestamp) throws {
        let moment = timespec(tv_sec: Int(time.rawValue), tv_nsec: 0)
        let result = unsafe scratch.data.files.path(of: content).withPlatformString { path in
            unsafe [moment, moment].withUnsafeBufferPointer { unsafe utimensat(AT_FDCWD, path, $0.baseAddress, 0) }
        }
        guard result == 0 else { throw Errno(rawValue: errno) }
    }
}
