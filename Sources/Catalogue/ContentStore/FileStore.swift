import Codecs
import Glibc
import Platform
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

    /// A file taken in, with what its name tells.
    package struct Ingested: Sendable {
        package let name: FileName
        package let mediaType: String
        package let content: StoredFile
    }

    package func path(of file: StoredFile) -> FilePath {
        folder.pushing(FilePath(file.relativePath))
    }

    /// Whether the file lies there with the size it should have.
    package func holds(_ file: StoredFile) -> Bool {
        FileStatus(path(of: file))?.regularFileSize == file.size
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
        guard let status = FileStatus(source) else { throw .notFound }
        guard let size = status.regularFileSize else { throw .notAFile }
        guard size > 0 else { throw .empty }
        let input: FileDescriptor
        do {
            input = try FileDescriptor.open(source, .readOnly, options: [.closeOnExec, .nonBlocking])
        } catch {
            throw .notReadable(.of(error))
        }
        defer { try? input.close() }
        do throws(Errno) {
            try Folder.create(folder)
        } catch {
            throw .notWritten(error)
        }
        return Ingested(
            name: name, mediaType: FileKind.mediaType(of: name), content: try store(input, named: name))
    }

    private func store(_ input: FileDescriptor, named name: FileName) throws(IngestError) -> StoredFile {
        let incoming: IncomingFile
        do throws(Errno) {
            incoming = try IncomingFile(in: folder)
        } catch {
            throw .notWritten(error)
        }
        var hasher = SHA256Hasher()
        var checksum = CRC32()
        var size: Int64 = 0
        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count: Int
            do {
                count = try unsafe chunk.withUnsafeMutableBytes { try unsafe input.read(into: $0) }
            } catch {
                throw .notReadable(.of(error))
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
    package func ingest(_ octets: [UInt8]) throws(IngestError) -> StoredFile {
        guard !octets.isEmpty else { throw .empty }
        var checksum = CRC32()
        checksum.update(octets.span)
        let file = StoredFile(
            digest: SHA256.digest(of: octets), crc32: checksum.value, size: Int64(octets.count))
        do throws(Errno) {
            try Folder.create(folder)
            if holds(file), refresh(file) { return file }
            let incoming = try IncomingFile(in: folder)
            try incoming.write(octets.span)
            try keep(incoming, as: file)
        } catch {
            throw .notWritten(error)
        }
        return file
    }

    private func keep(_ incoming: consuming IncomingFile, as file: StoredFile) throws(Errno) {
        let place = path(of: file)
        try Folder.create(place.removingLastComponent())
        try incoming.keep(as: place)
        try IncomingFile.syncFolder(folder)
    }

    /// Removes what a killed process left half written.
    package func sweep() {
        for name in ((try? Folder.names(in: folder)) ?? []) where name.hasPrefix(IncomingFile.prefix) {
            IncomingFile.removeIfAbandoned(folder.appending(name))
        }
    }

    /// Removes a content that no version names any more.
    ///
    /// To be called after the rows are gone for good. A file that cannot be removed stays, which harms nobody.
    package func discard(_ file: StoredFile) {
        _ = unsafe path(of: file).withPlatformString { unsafe unlink($0) }
    }
}
