package import Codecs
import Platform
package import SQLite
import Secrets
package import SystemPackage

extension FileStore {
    /// What is wrong between the rows and the files.
    package enum Finding: Equatable, Sendable {
        /// A row names it, and it does not lie there.
        case missing(StoredFile)
        case otherSize(StoredFile, bytes: Int64)
        /// It has the right size and another content.
        case damaged(StoredFile)
        case unreadable(StoredFile, Errno)
        /// It lies there, and no row names it.
        case unnamed(FilePath)
        /// It is no file of the store.
        case unknown(FilePath)
    }

    /// Files that no row names are told of from this age on, in seconds: the row of a fresh one may be about to come.
    private static let freshness: Int64 = 60

    /// Compares rows and files; blocks on the disk.
    ///
    /// - Parameters:
    ///   - database: whose rows name the files.
    ///   - now: for the age of files.
    ///   - isReading: whether every file is read and compared with its digest.
    ///   - isCancelled: asked before each file; what was found until then is returned.
    /// - Returns: the findings, and how many files were looked at.
    /// - Throws: `SQLiteError`.
    package func check(
        _ database: Database, now: Timestamp, isReading: Bool, isCancelled: () -> Bool = { false }
    ) throws -> (findings: [Finding], files: Int) {
        // The files first: a row comes after its file, so none that is there now can lack it afterwards.
        let (present, unknown) = contents()
        let named = try StoredFile.allNamed(in: database)
        var findings = unknown.map { Finding.unknown($0) }
        var files = 0
        for file in named {
            if isCancelled() { return (findings, files) }
            files += 1
            if let finding = finding(about: file, isReading: isReading) { findings.append(finding) }
        }
        let names = Set(named.map(\.hexadecimal))
        for name in present where !names.contains(name) {
            let path = folder.appending(String(name.prefix(2))).appending(name)
            guard let status = try? FileStatus(of: path),
                now.seconds(since: Timestamp(rawValue: status.modified.seconds)) >= FileStore.freshness
            else { continue }
            findings.append(.unnamed(path))
        }
        return (findings, files)
    }

    /// The names of all contents, and what else lies here.
    private func contents() -> (present: [String], unknown: [FilePath]) {
        var present: [String] = []
        var unknown: [FilePath] = []
        for group in FileStore.names(in: folder).sorted() where !group.hasPrefix(AtomicFile.prefix) {
            let path = folder.appending(group)
            guard group.utf8.count == 2, (try? FileStatus(of: path))?.kind == .folder else {
                unknown.append(path)
                continue
            }
            for name in FileStore.names(in: path).sorted() {
                if name.utf8.count == 64, name.hasPrefix(group), Hex.decode(name) != nil {
                    present.append(name)
                } else {
                    unknown.append(path.appending(name))
                }
            }
        }
        return (present, unknown)
    }

    private func finding(about file: StoredFile, isReading: Bool) -> Finding? {
        guard let status = try? FileStatus(of: path(of: file)), status.kind == .file else { return .missing(file) }
        guard status.size == file.size else { return .otherSize(file, bytes: status.size) }
        guard isReading else { return nil }
        do throws(Errno) {
            return try digest(of: path(of: file)) == file.digest ? nil : .damaged(file)
        } catch {
            return .unreadable(file, error)
        }
    }

    private func digest(of path: FilePath) throws(Errno) -> [UInt8] {
        let input = try Descriptor(opening: path, .readOnly, options: .nonBlocking)
        var hasher = SHA256Hasher()
        var chunk = [UInt8](repeating: 0, count: FileStore.chunkSize)
        while true {
            let count = try input.read(into: &chunk)
            if count == 0 { return hasher.finalize() }
            hasher.update(chunk.span.extracting(first: count))
        }
    }
}
