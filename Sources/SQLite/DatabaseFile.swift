import Glibc
import Platform
import SystemPackage

/// The file of a database as the file system sees it.
struct DatabaseFile {
    /// Never a name that SQLite interprets, such as `file:x` or `:memory:`.
    let path: FilePath

    init(_ path: FilePath) {
        if path.isRelative {
            var local = FilePath(".")
            local.append(path.components)
            self.path = local
        } else {
            self.path = path
        }
    }

    /// Creates the empty file with mode 0600, whatever the umask.
    ///
    /// - Returns: `false` when something of that name was there, which is left as it is.
    /// - Throws: `.cannotOpen` when the folder is missing or refuses.
    func create() throws(SQLiteError) -> Bool {
        // mknod(2) needs no descriptor: to close one would drop the POSIX locks that another connection of this
        // process may hold on the file already (https://www.sqlite.org/howtocorrupt.html, 2.2).
        let created = unsafe path.withPlatformString { unsafe Self.status(of: mknod($0, S_IFREG | 0o600, 0)) }
        if created == .fileExists { return false }
        if let created { throw failure("cannot create", created) }
        let opened = unsafe path.withPlatformString { unsafe Self.status(of: chmod($0, 0o600)) }
        if let opened { throw failure("cannot set the mode of", opened) }
        return true
    }

    /// Deletes the file and what SQLite may have put beside it.
    func remove() {
        for suffix in ["", "-journal", "-wal", "-shm"] {
            let name = FilePath(path.string + suffix)
            _ = unsafe name.withPlatformString { unsafe unlink($0) }
        }
    }

    /// Makes the name of the file durable: fsync(2) of its folder.
    func synchroniseFolder() throws(SQLiteError) {
        do throws(Errno) {
            try Folder.synchronize(Folder.parent(of: path))
        } catch {
            throw SQLiteError(.ioError, "cannot make the folder of \(path) durable: \(error)")
        }
    }

    private static func status(of result: Int32) -> Errno? {
        result == 0 ? nil : Errno(rawValue: errno)
    }

    private func failure(_ what: String, _ reason: Errno) -> SQLiteError {
        SQLiteError(.cannotOpen, "\(what) \(path): \(reason)")
    }
}
