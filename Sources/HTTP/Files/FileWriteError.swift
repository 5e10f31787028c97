package import SystemPackage

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
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory: self = .exhausted
        case .fileExists: self = .exists
        default: self = .failed(errno)
        }
    }

    /// Calls something of the `System` library, which throws nothing but errnos.
    static func rethrow<Value>(_ body: () throws -> Value) throws(FileWriteError) -> Value {
        do {
            return try body()
        } catch {
            throw FileWriteError(error as? Errno ?? .ioError)
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
