import Glibc
import Platform
package import SystemPackage

/// A folder in which the office keeps texts: `wording` or `pages` in the data folder.
///
/// Nothing is read through a symbolic link, and nothing but a regular file: whoever may write here and not elsewhere
/// gains nothing by it, and nobody waits for a pipe.
package struct WordingFolder: Sendable {
    package let path: FilePath
    /// The longest file, in octets.
    private let limit: Int

    package enum Content: Equatable {
        case missing
        case octets([UInt8])
        case refused(WordingFault.Reason)
    }

    package init(_ path: FilePath, limit: Int = WordingReader.maximumOctets) {
        self.path = path
        self.limit = limit
    }

    /// What lies under that name.
    package func read(_ name: String) -> Content {
        let folder = unsafe path.withPlatformString {
            unsafe open($0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard folder >= 0 else { return WordingFolder.failure(errno, isFolder: true) }
        defer { close(folder) }
        let file = unsafe openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return WordingFolder.failure(errno, isFolder: false) }
        defer { close(file) }
        return WordingFolder.read(file, limit: limit)
    }

    /// What lies at a path that somebody named; links on the way to its folder are followed.
    package static func read(at path: FilePath, limit: Int = WordingReader.maximumOctets) -> Content {
        let file = unsafe path.withPlatformString { unsafe open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        guard file >= 0 else { return failure(errno, isFolder: false) }
        defer { close(file) }
        return read(file, limit: limit)
    }

    /// The names of what lies here, in order, without what editors leave behind.
    package var names: [String] {
        ((try? Folder.names(in: path)) ?? [])
            .filter { $0.utf8.first != UInt8(ascii: ".") && $0.utf8.last != UInt8(ascii: "~") }
            .sorted()
    }

    /// Writes a file that is not there yet, mode 0600.
    ///
    /// - Throws: `Errno`, `.fileExists` when there is anything of that name.
    package func write(_ octets: [UInt8], to name: String) throws(Errno) {
        try Folder.create(path)
        do {
            let file = try FileDescriptor.open(
                path.appending(name), .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: [.ownerReadWrite])
            _ = try file.closeAfter { try file.writeAll(octets) }
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    private static func failure(_ code: Int32, isFolder: Bool) -> Content {
        switch code {
        case ENOENT: .missing
        case ELOOP where !isFolder: .refused(.link)
        case ELOOP, ENOTDIR: .refused(.folder)
        case ENXIO, ENODEV: .refused(.notAFile)
        default: .refused(.unreadable("\(Errno(rawValue: code))"))
        }
    }

    private static func read(_ file: Int32, limit: Int) -> Content {
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { return .refused(.unreadable("\(Errno(rawValue: errno))")) }
        guard status.st_mode & S_IFMT == S_IFREG else { return .refused(.notAFile) }
        guard status.st_size <= limit else { return .refused(.tooManyOctets(limit: limit)) }
        var octets: [UInt8] = []
        do {
            let descriptor = FileDescriptor(rawValue: file)
            var chunk = [UInt8](repeating: 0, count: limit + 1)
            // It may grow meanwhile.
            while octets.count <= limit {
                let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
                if count == 0 { return .octets(octets) }
                octets += chunk.prefix(count)
            }
        } catch {
            return .refused(.unreadable("\(error)"))
        }
        return .refused(.tooManyOctets(limit: limit))
    }
}
