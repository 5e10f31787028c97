package import Codecs
import Platform
package import SQLite
import Secrets
package import SystemPackage

/// The folder in which files lie by their content: `ab/abcd…` for a SHA-256 that begins so.
///
/// A file is complete or absent: it is streamed to a temporary name, hashed on the way, synced, renamed, and its
/// folder synced before anybody writes a row that names it. A content that is there already is kept. Files are never
/// changed, so an open descriptor stays right for ever.
///
/// All calls block on the disk: not for a worker's thread.
package struct FileStore: Sendable {
    package let folder: FilePath

    package init(folder: FilePath) {
        self.folder = folder
    }

    package func path(of file: StoredFile) -> FilePath {
        folder.pushing(FilePath(file.relativePath))
    }

    /// Whether the file lies there with the size it should have.
    package func holds(_ file: StoredFile) -> Bool {
        guard let status = try? FileStatus(of: path(of: file)) else { return false }
        return status.kind == .file && status.size == file.size
    }

    // MARK: Taking in

    /// A file taken in, with what its name tells.
    package struct Ingested: Sendable {
        package let name: FileName
        package let mediaType: String
        package let content: StoredFile
    }

    /// Takes in a file from somewhere on this machine.
    ///
    /// - Parameters:
    ///   - source: is only read; what a symbolic link points to.
    ///   - name: under which people will save it; the source's own when nil.
    /// - Returns: what a row needs to name it.
    /// - Throws: why it was not taken; the store is as before then.
    package func ingest(_ source: FilePath, name: FileName? = nil) throws(IngestError) -> Ingested {
        guard let name = name ?? source.lastComponent.flatMap({ FileName(rawValue: $0.string) }) else {
            throw .badName
        }
        guard let status = try? FileStatus(of: source) else { throw .notFound }
        guard status.kind == .file else { throw .notAFile }
        guard status.size > 0 else { throw .empty }
        let input: Descriptor
        do throws(Errno) {
            input = try Descriptor(opening: source, .readOnly, options: .nonBlocking)
        } catch {
            throw .notReadable(error)
        }
        try IngestError.writing { () throws(Errno) in try Folder.create(folder) }
        return Ingested(
            name: name, mediaType: MediaType(fileName: name.rawValue).text, content: try store(input, named: name))
    }

    private func store(_ input: borrowing Descriptor, named name: FileName) throws(IngestError) -> StoredFile {
        let incoming = try IngestError.writing { () throws(Errno) in try AtomicFile(in: folder) }
        var hasher = SHA256Hasher()
        var checksum = CRC32()
        var size: Int64 = 0
        var chunk = [UInt8](repeating: 0, count: FileStore.chunkSize)
        while true {
            let count: Int
            do throws(Errno) {
                count = try input.read(into: &chunk)
            } catch {
                throw .notReadable(error)
            }
            if count == 0 { break }
            if size == 0 {
                do throws(FileKind.Fault) {
                    try FileKind.check(name, beginning: Array(chunk.prefix(min(count, FileKind.probeLength))))
                } catch {
                    throw .kind(error)
                }
            }
            let filled = chunk.span.extracting(first: count)
            hasher.update(filled)
            checksum.update(filled)
            do throws(Errno) {
                try incoming.write(filled)
            } catch {
                throw .notWritten(error)
            }
            size += Int64(count)
        }
        guard size > 0 else { throw .empty }
        let file = StoredFile(digest: hasher.finalize(), crc32: checksum.value, size: size)
        if holds(file), refresh(file) { return file }
        do throws(Errno) {
            try keep(incoming, as: file)
        } catch {
            throw .notWritten(error)
        }
        return file
    }

    /// Takes in a content that is in memory, and has been looked at there.
    ///
    /// - Throws: why it was not taken; the store is as before then.
    package func ingest(_ bytes: [UInt8]) throws(IngestError) -> StoredFile {
        guard !bytes.isEmpty else { throw .empty }
        var checksum = CRC32()
        checksum.update(bytes.span)
        let file = StoredFile(digest: SHA256.digest(of: bytes), crc32: checksum.value, size: Int64(bytes.count))
        try IngestError.writing { () throws(Errno) in
            try Folder.create(folder)
            if holds(file), refresh(file) { return }
            let incoming = try AtomicFile(in: folder)
            try incoming.write(bytes.span)
            try keep(incoming, as: file)
        }
        return file
    }

    private func keep(_ incoming: consuming AtomicFile, as file: StoredFile) throws(Errno) {
        let place = path(of: file)
        try Folder.create(place.removingLastComponent())
        try incoming.publish(as: place, onConflict: .replace)
        // The folder around may have been made by another process, which has not waited for the disk yet.
        try Folder.synchronize(folder)
    }

    /// Lets a content that is about to be named again count as new, so that it is not removed before its row is there.
    ///
    /// - Returns: whether it still lies there.
    private func refresh(_ file: StoredFile) -> Bool {
        do throws(Errno) {
            try Folder.touch(path(of: file))
            return true
        } catch {
            return error != .noSuchFileOrDirectory
        }
    }

    // MARK: Removing

    /// Removes what a killed process left half written.
    package func sweep() {
        for name in FileStore.names(in: folder) where name.hasPrefix(AtomicFile.prefix) {
            AtomicFile.removeIfAbandoned(folder.appending(name))
        }
    }

    /// Removes a content that no version names any more.
    ///
    /// To be called after the rows are gone for good. A file that cannot be removed stays, which harms nobody.
    package func discard(_ file: StoredFile) {
        try? Folder.removeFile(path(of: file))
    }

    /// A complete content that nothing named, and that had lain there for a while.
    ///
    /// Such are removed in two steps, so that nobody who writes has to wait while all the folders are looked through.
    package struct Leftover: Sendable {
        let digest: [UInt8]
    }

    /// Seconds for which a content that no row names is left alone: its row may be about to be written.
    private static let grace: Int64 = 3600

    /// The folders in which contents lie.
    package var groups: [String] {
        FileStore.names(in: folder).filter { $0.utf8.count == 2 }
    }

    /// The first step: what nothing names in one of the folders.
    package func leftovers(in group: String, now: Timestamp, database: Database) throws -> [Leftover] {
        try FileStore.names(in: folder.appending(group)).compactMap { name in
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
        return (try? Folder.removeFile(path(of: leftover))) != nil
    }

    private func isRemovable(_ leftover: Leftover, now: Timestamp, in database: Database) throws -> Bool {
        let isNamed: Bool = try database.value(
            """
            SELECT EXISTS (SELECT 1 FROM file_version WHERE sha256 = ?1)
                OR EXISTS (SELECT 1 FROM picture WHERE sha256 = ?1)
            """, leftover.digest)
        guard !isNamed, let status = try? FileStatus(of: path(of: leftover)), status.kind == .file else {
            return false
        }
        return now.seconds(since: Timestamp(rawValue: status.modified.seconds)) >= FileStore.grace
    }

    private func path(of leftover: Leftover) -> FilePath {
        path(of: StoredFile(digest: leftover.digest, crc32: 0, size: 1))
    }

    // MARK: Reading

    /// Bytes that are read and hashed at a time.
    static let chunkSize = 256 << 10

    /// What lies in a folder; nothing where it cannot be read, as before the first file.
    static func names(in folder: FilePath) -> [String] {
        (try? Folder.names(in: folder)) ?? []
    }
}

/// Why a file was not taken into the file store.
///
/// Nothing of it is left there.
package enum IngestError: Error, Equatable {
    case notFound
    case notReadable(Errno)
    /// A folder, a device, a pipe.
    case notAFile
    case empty
    /// Its name cannot be offered to people, see `FileName`.
    case badName
    case kind(FileKind.Fault)
    /// The disk's answer, for example that it is full.
    case notWritten(Errno)

    fileprivate static func writing<Value: ~Copyable>(
        _ body: () throws(Errno) -> Value
    ) throws(IngestError) -> Value {
        do throws(Errno) {
            return try body()
        } catch {
            throw .notWritten(error)
        }
    }
}
