import Catalogue
import Codecs
import Members

/// The downloads that a worker granted, for as long as the database has not changed.
///
/// Not shared: each worker has its own.
struct DownloadCache {
    private struct Key: Hashable {
        let path: String
        let account: Account.ID?
    }

    /// What somebody was granted.
    struct Granted {
        let download: Download
        /// The grant ends then.
        let endsAt: Timestamp?
    }

    private var granted = SecondChanceCache<Key, Granted>(capacity: 8192)
    /// One for everybody who was granted the same.
    private var downloads = SecondChanceCache<FileVersion.ID, Download>(capacity: 1024)

    mutating func removeAll() {
        granted.removeAll()
        downloads.removeAll()
    }

    /// What was granted for a decoded path to an account, or to everybody.
    mutating func find(_ path: String, for account: Account.ID?, now: Timestamp) -> Granted? {
        guard let known = granted.find(Key(path: path, account: account)), known.endsAt.map({ now < $0 }) ?? true
        else { return nil }
        return known
    }

    /// Keeps what was granted for a decoded path to an account, or to everybody.
    mutating func keep(_ grant: DownloadDecision.Grant, at path: String, for account: Account.ID?) -> Granted {
        let download = downloads.find(grant.fileVersion) ?? Download(grant)
        downloads.keep(download, for: grant.fileVersion)
        let now = Granted(download: download, endsAt: grant.endsAt)
        granted.keep(now, for: Key(path: path, account: account))
        return now
    }
}
