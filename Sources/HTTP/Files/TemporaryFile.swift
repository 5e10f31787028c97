import Platform
package import SystemPackage

/// A file without a name: nothing is left of it when the last reference to it goes, or the process is killed, unless
/// it was kept.
package final class TemporaryFile: Sendable {
    private let file: Descriptor

    /// Whether the file system can give the file a name; elsewhere keeping it means copying it.
    private let isLinkable: Bool

    /// Makes an empty file, mode 0600, in the file system of a folder that exists.
    package convenience init(in folder: FilePath) throws(FileWriteError) {
        do throws(Errno) {
            self.init(try Descriptor(unnamedIn: folder), isLinkable: true)
        } catch .notSupported, .isDirectory {
            try self.init(namedIn: folder)
        } catch {
            throw FileWriteError(error)
        }
    }

    /// Makes the file where the file system knows none without a name: with one that it loses at once.
    convenience init(namedIn folder: FilePath) throws(FileWriteError) {
        do throws(Errno) {
            let path = folder.appending(AtomicFile.prefix + String(UInt64.random(in: .min ... .max), radix: 36))
            self.init(
                try Descriptor(opening: path, .readWrite, options: [.create, .exclusiveCreate, .noFollow]),
                isLinkable: false)
            try Folder.removeFile(path)
        } catch {
            throw FileWriteError(error)
        }
    }

    /// Takes over an open file.
    init(_ file: consuming Descriptor, isLinkable: Bool) {
        self.file = file
        self.isLinkable = isLinkable
    }

    /// Appends bytes, all of them.
    func write(_ bytes: Span<UInt8>) throws(FileWriteError) {
        do throws(Errno) {
            try file.write(bytes)
        } catch {
            throw FileWriteError(error)
        }
    }

    /// Gives the file a name once its content is on the disk, and waits until the name is there too.
    ///
    /// Blocks for as long as the disk takes: not for a worker's thread. What goes wrong leaves no name behind, and the
    /// file as it was.
    ///
    /// - Parameters:
    ///   - path: The name, in a folder of the file system that the file was made in; nothing is replaced.
    ///   - permissions: Its mode.
    /// - Throws: `exists` where there is something of that name.
    package func keep(
        as path: FilePath, permissions: FilePermissions = [.ownerReadWrite, .groupRead]
    ) throws(FileWriteError) {
        do throws(Errno) {
            if isLinkable {
                try file.publish(as: path, permissions: permissions)
            } else {
                let copy = try AtomicFile(in: Folder.parent(of: path))
                try write(to: copy)
                try copy.publish(as: path, onConflict: .fail, permissions: permissions)
            }
        } catch {
            throw FileWriteError(error)
        }
    }

    private func write(to copy: borrowing AtomicFile) throws(Errno) {
        var chunk = [UInt8](repeating: 0, count: 256 << 10)
        var offset: Int64 = 0
        while true {
            let count = try file.read(into: &chunk, at: offset)
            guard count > 0 else { return }
            try copy.write(chunk.span.extracting(first: count))
            offset += Int64(count)
        }
    }
}

/// Why a file could not be written.
package enum FileWriteError: Error, Hashable {
    /// The file system or the owner's share of it is full, or it takes no file of that size (ENOSPC, EDQUOT, EFBIG).
    case noSpace
    /// There are no descriptors or no memory at this moment (EMFILE, ENFILE, ENOMEM).
    case exhausted
    /// There is something of that name already.
    case exists
    /// Any other failed system call.
    case failed(Errno)

    /// The error that an errno stands for.
    package init(_ errno: Errno) {
        switch errno {
        case .noSpace, .diskQuotaExceeded, .fileTooLarge: self = .noSpace
        case let errno where Errno.shortages.contains(errno): self = .exhausted
        case .fileExists: self = .exists
        default: self = .failed(errno)
        }
    }

    /// The status to answer with.
    package var status: Status {
        switch self {
        case .noSpace: .insufficientStorage
        case .exhausted: .serviceUnavailable
        case .exists: .conflict
        case .failed: .internalServerError
        }
    }
}

extension FileWriteError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSpace: "there is no room for the file"
        case .exhausted: "no descriptors or no memory for another file"
        case .exists: "there is a file of that name already"
        case .failed(let errno): errno.description
        }
    }
}
