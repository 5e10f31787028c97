import Platform
package import SystemPackage

/// What lies in the place of a text of the office.
///
/// Nothing is read through a symbolic link, and nothing but a regular file: whoever may write here and not elsewhere
/// gains nothing by it, and nobody waits for a pipe.
package enum TextFile: Equatable {
    case missing
    case bytes([UInt8])
    case refused(Refusal)

    /// Why a file is not read.
    package enum Refusal: Equatable, Sendable {
        /// It is a symbolic link, which might lead anywhere.
        case link
        /// In the place of the folder is something else, or a symbolic link.
        case folder
        /// It is a folder, a device, a pipe, a socket.
        case notAFile
        case unreadable(Errno)
        /// In bytes.
        case tooLong(limit: Int)
    }

    private static let options: FileDescriptor.OpenOptions = [.noFollow, .nonBlocking]

    /// Reads what lies in a folder under that name.
    init(_ name: String, in folder: FilePath, limit: Int) {
        let opened: Descriptor
        do throws(Errno) {
            opened = try Descriptor(opening: folder, .readOnly, options: [.directory, .noFollow])
        } catch {
            self = TextFile(error, isFolder: true)
            return
        }
        do throws(Errno) {
            self.init(try Descriptor(opening: FilePath(name), in: opened, .readOnly, options: Self.options), limit)
        } catch {
            self = TextFile(error, isFolder: false)
        }
    }

    /// Reads what lies at a path that somebody named; links on the way to its folder are followed.
    init(at path: FilePath, limit: Int) {
        do throws(Errno) {
            self.init(try Descriptor(opening: path, .readOnly, options: Self.options), limit)
        } catch {
            self = TextFile(error, isFolder: false)
        }
    }

    private init(_ file: borrowing Descriptor, _ limit: Int) {
        do throws(Errno) {
            let status = try FileStatus(of: file)
            guard status.kind == .file else {
                self = .refused(.notAFile)
                return
            }
            // It may grow meanwhile.
            let bytes = status.size <= limit ? try file.contents(limit: limit) : nil
            self = bytes.flatMap { $0.count <= limit ? .bytes($0) : nil } ?? .refused(.tooLong(limit: limit))
        } catch {
            self = .refused(.unreadable(error))
        }
    }

    /// What it means that a file, or its folder, cannot be opened.
    private init(_ error: Errno, isFolder: Bool) {
        self =
            switch error {
            case .noSuchFileOrDirectory: .missing
            case .tooManySymbolicLinkLevels where !isFolder: .refused(.link)
            case .tooManySymbolicLinkLevels, .notDirectory: .refused(.folder)
            case .noSuchAddressOrDevice, .operationNotSupportedByDevice: .refused(.notAFile)
            default: .refused(.unreadable(error))
            }
    }
}

extension TextFile.Refusal: CustomStringConvertible {
    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .link: "it is a symbolic link; put the file itself there"
        case .folder: "what it lies in is a symbolic link or no folder; put the folder itself there"
        case .notAFile: "it is not a file; put a text file there"
        case .unreadable(let reason): "it cannot be read (\(reason))"
        case .tooLong(let limit): "it is longer than \(limit) octets; shorten it"
        }
    }
}
