package import SystemPackage

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
}
