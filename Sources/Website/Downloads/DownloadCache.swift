internal import Nachlese

/// The downloads that a worker granted, for as long as the database has not changed.
///
/// Not shared: each worker has its own.
struct DownloadCache {
    private struct Key: Hashable {
        let path: String
        let account: Account.ID?
    }

    private static let capacity = 4096

    private var downloads: [Key: Download] = [:]

    mutating func removeAll() {
        if !downloads.isEmpty { downloads.removeAll(keepingCapacity: true) }
    }

    /// What was granted for a decoded path to an account, or to everybody.
    func find(_ path: String, for account: Account.ID?, now: Timestamp) -> Download? {
        guard let download = downloads[Key(path: path, account: account)], download.isValid(at: now) else {
            return nil
        }
        return download
    }

    mutating func keep(_ download: Download, at path: String, for account: Account.ID?) {
        if downloads.count >= DownloadCache.capacity { downloads.removeAll(keepingCapacity: true) }
        downloads[Key(path: path, account: account)] = download
    }
}
