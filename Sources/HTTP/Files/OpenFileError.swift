package import SystemPackage

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
