package import Catalogue
import Glibc
package import Letters
import Platform
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
    package var exists: Bool { (try? FileStatus(of: path))?.kind == .folder }

    /// Whether files can be read and stored there now; the folder of the files is made with the first of them.
    package var isUsable: Bool { Folder.isUsable(files.folder) ?? Folder.isUsable(path) ?? false }

    /// Creates the folder with its parents where it is missing.
    ///
    /// - Throws: `Errno`, `.notDirectory` when something else is in the place.
    package func create() throws(Errno) {
        try Folder.create(path)
    }
}

extension OfficeTexts<Wording> {
    /// The office's wordings in a data folder.
    package init(_ data: DataFolder) {
        self.init(data.wordings)
    }
}
