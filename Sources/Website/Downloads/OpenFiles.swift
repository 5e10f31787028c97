import Catalogue
import HTTP
import SystemPackage

/// Descriptors and small contents of files that were asked for lately.
///
/// Safe to keep, since a file of the store is never changed under its name. No other cache keeps a file open, so that
/// the descriptors a worker holds are these, and those of files that are being sent. Not shared: each worker has its
/// own.
struct OpenFiles {
    /// The most octets of a content that is kept in memory: 16 KB, as many as go out with their head.
    static let smallSize: Int64 = 16 * 1024

    private var files: ClockCache<DigestKey, OpenFile>
    private var small: ClockCache<DigestKey, [UInt8]>

    /// - Parameters:
    ///   - capacity: descriptors held at most; beyond it one that was not asked for lately is closed when nobody sends
    ///     it.
    ///   - smallCapacity: small contents held at most; 4 MB of them unless told otherwise.
    init(capacity: Int = 256, smallCapacity: Int = 256) {
        files = ClockCache(capacity: capacity)
        small = ClockCache(capacity: smallCapacity)
    }

    var count: Int { files.count }
    var smallCount: Int { small.count }

    /// The content, opened now or before.
    ///
    /// - Throws: `SiteFault` when it is not there as it should be.
    mutating func open(_ content: StoredFile, in store: FileStore) throws(SiteFault) -> OpenFile {
        try open(content, DigestKey(content.digest), in: store)
    }

    /// The whole content as the body of an answer: a small one from memory, any other from its file.
    ///
    /// `key`: made from the content's digest.
    /// - Throws: `SiteFault` when it is not there as it should be.
    mutating func body(
        of content: StoredFile, _ key: DigestKey, in store: FileStore
    ) throws(SiteFault) -> Response.Body {
        guard content.size <= OpenFiles.smallSize else {
            return .file(FileRegion(try open(content, key, in: store)))
        }
        if let octets = small.find(key) { return .bytes(octets) }
        let file = try open(content, key, in: store)
        guard let octets = OpenFiles.octets(of: file) else { return .file(FileRegion(file)) }
        small.keep(octets, for: key)
        return .bytes(octets)
    }

    private mutating func open(
        _ content: StoredFile, _ key: DigestKey, in store: FileStore
    ) throws(SiteFault) -> OpenFile {
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

    /// Nil when not all of it can be read at once.
    private static func octets(of file: OpenFile) -> [UInt8]? {
        let descriptor = FileDescriptor(rawValue: file.descriptor)
        let octets = try? unsafe [UInt8](unsafeUninitializedCapacity: Int(file.size)) { room, count in
            count = try unsafe descriptor.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(room))
        }
        return octets?.count == Int(file.size) ? octets : nil
    }
}
