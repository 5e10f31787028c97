internal import HTTP
internal import Nachlese
internal import SystemPackage

/// Open descriptors of files that were asked for lately.
///
/// Safe to keep, since a file of the store is never changed under its name. Not shared: each worker has its own.
struct OpenFiles {
    private struct Entry {
        let file: OpenFile
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [[UInt8]: Entry] = [:]
    private var uses: UInt64 = 0

    /// - Parameter capacity: descriptors held at most; beyond it the longest unused is closed when nobody sends it.
    init(capacity: Int = 128) {
        self.capacity = capacity
    }

    var count: Int { entries.count }

    /// The content, opened now or before.
    ///
    /// - Throws: `SiteFault` when it is not there as it should be.
    mutating func open(_ content: StoredFile, in store: FileStore) throws(SiteFault) -> OpenFile {
        uses &+= 1
        if let index = entries.index(forKey: content.digest) {
            entries.values[index].lastUse = uses
            return entries.values[index].file
        }
        let path = store.path(of: content).string
        let file: OpenFile
        do throws(OpenFileError) {
            file = try OpenFile(path)
        } catch {
            throw .fileUnreadable(path, error)
        }
        guard file.size == content.size else { throw .fileDamaged(path, size: file.size) }
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key {
            entries[oldest] = nil
        }
        entries[content.digest] = Entry(file: file, lastUse: uses)
        return file
    }
}
