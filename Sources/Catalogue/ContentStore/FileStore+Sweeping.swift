package import Codecs
import Glibc
import Platform
package import SQLite
import SystemPackage

/// Removing contents that neither a version nor a picture names, in two steps, so that nobody who writes has to wait while all the folders
/// are looked through.
extension FileStore {
    /// A complete content that nothing named, and that had lain there for a while.
    package struct Leftover: Sendable {
        let digest: [UInt8]
    }

    /// Seconds for which a content that no row names is left alone: its row may be about to be written.
    private static let grace: Int64 = 3600

    /// The folders in which contents lie.
    package var groups: [String] {
        ((try? Folder.names(in: folder)) ?? []).filter { $0.utf8.count == 2 }
    }

    /// The first step: what nothing names in one of the folders.
    package func leftovers(in group: String, now: Timestamp, database: Database) throws -> [Leftover] {
        try ((try? Folder.names(in: folder.appending(group))) ?? []).compactMap { name in
            guard name.utf8.count == 64, name.hasPrefix(group), let digest = Hex.decode(name) else { return nil }
            let leftover = Leftover(digest: digest)
            return try isRemovable(leftover, now: now, in: database) ? leftover : nil
        }
    }

    /// The second step: removes a content, unless something names it by now.
    ///
    /// - Returns: whether it was removed.
    package func remove(
        _ leftover: Leftover, now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Bool {
        guard try isRemovable(leftover, now: now, in: transaction.database) else { return false }
        return unsafe path(ofDigest: leftover.digest).withPlatformString { unsafe unlink($0) } == 0
    }

    private func isRemovable(_ leftover: Leftover, now: Timestamp, in database: Database) throws -> Bool {
        let isNamed: Bool = try database.value(
            """
            SELECT EXISTS (SELECT 1 FROM file_version WHERE sha256 = ?1)
                OR EXISTS (SELECT 1 FROM picture WHERE sha256 = ?1)
            """, leftover.digest)
        guard !isNamed, let status = FileStatus(path(ofDigest: leftover.digest)),
            status.regularFileSize != nil
        else { return false }
        return now.seconds(since: status.modifiedAt) >= FileStore.grace
    }

    private func path(ofDigest digest: [UInt8]) -> FilePath {
        path(of: StoredFile(digest: digest, crc32: 0, size: 1))
    }

    /// Lets a content that is about to be named again count as new, so that it is not removed before its row is there.
    ///
    /// - Returns: whether it still lies there.
    func refresh(_ file: StoredFile) -> Bool {
        unsafe path(of: file).withPlatformString { unsafe utimensat(AT_FDCWD, $0, nil, 0) } == 0 || errno != ENOENT
    }
}
