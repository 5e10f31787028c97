internal import Glibc
internal import Secrets
package import SystemPackage

/// The one folder that holds everything: database, key, files, outbox, settings.
///
/// It is created with mode 0700, its parts 0700 and 0600, whatever the umask.
package struct DataFolder: Sendable {
    package let path: FilePath

    package init(_ path: FilePath) {
        self.path = path
    }

    package var database: FilePath { path.appending("nachlese.db") }
    /// The key that seals mails which wait; beside the database, so that a copy of the database alone tells nothing.
    package var key: FilePath { path.appending("nachlese.key") }
    package var settings: FilePath { path.appending("nachlese.conf") }
    package var outbox: FilePath { path.appending("outbox") }
    /// The office's wordings of mails.
    package var wordings: FilePath { path.appending("wording") }
    /// The texts of the office's pages.
    package var pages: FilePath { path.appending("pages") }
    /// Old addresses, and where they lead now.
    package var redirects: FilePath { path.appending("redirects.conf") }
    package var files: FileStore { FileStore(folder: path.appending("files")) }
    /// Held while mails are handed over, so that two processes never hand over the same one.
    package var outboxLock: FilePath { path.appending("outbox.lock") }

    /// Whether the folder is there.
    package var exists: Bool { FileStatus(path)?.isFolder ?? false }

    /// Creates the folder with its parents where it is missing.
    ///
    /// - Throws: `Errno`, `.notDirectory` when something else is in the place.
    package func create() throws(Errno) {
        try DataFolder.create(path)
    }

    /// Creates a folder and its missing parents, each with mode 0700.
    static func create(_ folder: FilePath) throws(Errno) {
        if let status = FileStatus(folder) {
            guard status.isFolder else { throw .notDirectory }
            return
        }
        let parent = folder.removingLastComponent()
        if !parent.isEmpty, parent != folder { try create(parent) }
        guard unsafe folder.withPlatformString({ unsafe mkdir($0, 0o700) }) == 0 else {
            let error = Errno.last
            if error == .fileExists { return }
            throw error
        }
        try IncomingFile.syncFolder(parent.isEmpty ? "." : parent)
    }

    /// The names in a folder; empty when it cannot be read.
    static func entries(of folder: FilePath) -> [String] {
        guard let stream = unsafe folder.withPlatformString({ unsafe opendir($0) }) else { return [] }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

extension WordingShelf {
    /// The office's wordings in a data folder.
    package init(_ data: DataFolder) {
        self.init(data.wordings)
    }
}
