import Platform
package import SystemPackage

/// A regular file open for reading; closed when the last reference to it goes.
///
/// The descriptor is the one that was checked, so that what is sent is what was opened whatever happens to the name.
package final class OpenFile: Sendable {
    /// The descriptor, valid as long as this object lives; nobody else may close it.
    package let descriptor: Int32
    /// The size in bytes when it was opened.
    package let size: Int64
    /// The time of the last change when it was opened, in seconds since 1970.
    package let modified: Int64

    private let file: Descriptor

    /// Opens a file (`open(2)`); neither a symbolic link as the last part of the path nor a pipe is followed.
    ///
    /// - Throws: ``OpenFileError``.
    package init(_ path: String) throws(OpenFileError) {
        guard !path.utf8.contains(0) else { throw .failed(.invalidArgument) }
        let status: FileStatus
        do throws(Errno) {
            file = try Descriptor(opening: FilePath(path), .readOnly, options: [.noFollow, .nonBlocking])
            status = try FileStatus(of: file)
        } catch {
            throw .failed(error)
        }
        guard status.kind == .file else { throw .notRegular }
        descriptor = file.rawValue
        size = status.size
        modified = status.modified.seconds
    }

    /// The whole content; nil when not all of it can be read at once.
    package func contents() -> [UInt8]? {
        let bytes = try? unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { room, count in
            count = try unsafe FileDescriptor(rawValue: descriptor)
                .read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(room))
        }
        return bytes?.count == Int(size) ? bytes : nil
    }
}

/// Why a file cannot be served.
package enum OpenFileError: Error, Hashable {
    /// It is a folder, a pipe, a socket or a device.
    case notRegular
    /// A system call failed; a symbolic link gives `Errno.tooManySymbolicLinkLevels`.
    case failed(Errno)
}

extension OpenFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notRegular: "not a regular file"
        case .failed(let errno): errno.description
        }
    }
}

/// A part of an open file, to be sent.
package struct FileRegion: Sendable {
    package let file: OpenFile
    /// Where it begins, in bytes.
    package let offset: Int64
    /// How many bytes it has.
    package let count: Int64

    /// Makes a region, cut to what lies inside the file.
    package init(_ file: OpenFile, _ range: Range<Int64>) {
        let inside = range.clamped(to: 0..<file.size)
        self.file = file
        self.offset = inside.lowerBound
        self.count = inside.upperBound - inside.lowerBound
    }

    /// What follows the first bytes of it, of which there are so many at least.
    func dropping(_ bytes: Int64) -> FileRegion {
        FileRegion(file, offset + bytes..<offset + count)
    }

    /// The whole file.
    package init(_ file: OpenFile) {
        self.init(file, 0..<file.size)
    }
}

/// Several parts of an open file as the content of `multipart/byteranges` (RFC 9110 section 14.6).
package struct FileParts: Sendable {
    /// A region with what stands before it: the line that divides it from the part before, and its fields.
    package struct Part: Sendable {
        package let preamble: [UInt8]
        package let region: FileRegion
    }

    /// The parts in the order they are sent.
    package let parts: [Part]
    /// What stands behind the last part.
    package let closing: [UInt8]
    /// The bytes of everything together, known before anything is sent.
    package let count: Int64

    init(_ parts: [Part], closing: [UInt8]) {
        self.parts = parts
        self.closing = closing
        count = parts.reduce(Int64(closing.count)) { $0 + Int64($1.preamble.count) + $1.region.count }
    }
}
