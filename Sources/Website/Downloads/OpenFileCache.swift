import Catalogue
import HTTP
import SystemPackage

/// Descriptors and small contents of files that were asked for lately.
///
/// Safe to keep, since a file of the store is never changed under its name. No other cache keeps a file open, so that
/// the descriptors a worker holds are these, and those of files that are being sent. Not shared: each worker has its
/// own.
final class OpenFileCache {
    /// The most bytes of a content that is kept in memory: 16 KB, as many as go out with their head.
    static let smallSize: Int64 = 16 * 1024

    private let store: FileStore
    @safe @exclusivity(unchecked) private var files: SecondChanceCache<DigestKey, OpenFile>
    @safe @exclusivity(unchecked) private var small: SecondChanceCache<DigestKey, [UInt8]>

    /// Keeps so many descriptors at most, beyond which one that was not asked for lately is closed when nobody sends it,
    /// and so many small contents: 4 MB of them unless told otherwise.
    init(_ store: FileStore, capacity: Int = 256, smallCapacity: Int = 256) {
        self.store = store
        files = SecondChanceCache(capacity: capacity)
        small = SecondChanceCache(capacity: smallCapacity)
    }

    var count: Int { files.count }
    var smallCount: Int { small.count }

    /// The content, opened now or before.
    ///
    /// - Throws: `StoredContentError` when it is not there as it should be.
    func open(_ content: StoredFile) throws(StoredContentError) -> OpenFile {
        try open(content, DigestKey(content.digest))
    }

    /// The whole content as the body of an answer: a small one from memory, any other from its file.
    ///
    /// `key`: made from the content's digest.
    /// - Throws: `StoredContentError` when it is not there as it should be.
    func body(of content: StoredFile, _ key: DigestKey) throws(StoredContentError) -> Response.Body {
        guard content.size <= OpenFileCache.smallSize else {
            return .file(FileRegion(try open(content, key)))
        }
        if let bytes = small.find(key) { return .bytes(bytes) }
        let file = try open(content, key)
        guard let bytes = file.contents() else { return .file(FileRegion(file)) }
        small.keep(bytes, for: key)
        return .bytes(bytes)
    }

    private func open(_ content: StoredFile, _ key: DigestKey) throws(StoredContentError) -> OpenFile {
        if let file = files.find(key) { return file }
        let path = store.path(of: content).string
        let file: OpenFile
        do throws(OpenFileError) {
            file = try OpenFile(path)
        } catch {
            throw .fileUnreadable(path, error)
        }
        guard file.size == content.size else { throw .fileDamaged(path, size: file.size) }
        files.keep(file, for: key)
        return file
    }
}

/// What should not happen; the description goes to the log, never onto a page.
enum StoredContentError: Error, CustomStringConvertible {
    /// A content that the database names cannot be opened.
    case fileUnreadable(String, OpenFileError)
    /// It lies there with another size than it should have.
    case fileDamaged(String, size: Int64)

    var description: String {
        switch self {
        case .fileUnreadable(let path, let error): "cannot open \(path): \(error)"
        case .fileDamaged(let path, let size):
            "\(path) has \(size) octets, which is not its size: put it back from a backup"
        }
    }
}
