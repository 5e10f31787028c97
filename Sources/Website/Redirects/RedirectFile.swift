package import Nachlese
internal import Platform
package import SystemPackage

/// The table of old addresses as it lies in the data folder.
package struct RedirectFile: Sendable {
    package let path: FilePath

    package init(_ folder: DataFolder) {
        path = folder.redirects
    }

    /// Why the table cannot be used.
    package enum Failure: Error, CustomStringConvertible {
        case unreadable(FilePath, Errno)
        /// A pipe, a socket or a device.
        case notAFile(FilePath)
        case tooLong(FilePath)
        case refused([RedirectTable.Fault])

        /// Whether another attempt may go well although the file stays as it is.
        package var isPassing: Bool {
            if case .unreadable(_, let cause) = self { Errno.shortages.contains(cause) } else { false }
        }

        package var description: String {
            switch self {
            case .unreadable(let path, let cause): "\(path) cannot be read: \(cause)"
            case .notAFile(let path): "\(path) is no file; put the table in its place, or remove it"
            case .tooLong(let path): "\(path) is longer than \(RedirectTable.maximumBytes) octets; shorten it"
            case .refused(let faults):
                "\(faults.first.map { "\($0)" } ?? "")"
                    + (faults.count > 1 ? " (and \(faults.count - 1) more: nachlese config check)" : "")
            }
        }
    }

    /// Reads the table; an empty one where there is no file.
    ///
    /// - Throws: everything that is wrong with it.
    package func table() throws(Failure) -> RedirectTable {
        guard let bytes = try read() else { return .empty }
        let (table, faults) = RedirectTable.read(bytes, file: path.string)
        guard faults.isEmpty else { throw .refused(faults) }
        return table
    }

    private func read() throws(Failure) -> [UInt8]? {
        let kind: FileStatus.Kind
        var bytes: [UInt8] = []
        do throws(Errno) {
            // A pipe in its place must not hold up whoever reads.
            let opened = try Descriptor(opening: path, .readOnly, options: .nonBlocking)
            kind = try FileStatus(of: opened).kind
            // What a folder is asked for says what it is.
            if kind != .other { bytes = try opened.contents(limit: RedirectTable.maximumBytes) }
        } catch .noSuchFileOrDirectory {
            return nil
        } catch {
            throw .unreadable(path, error)
        }
        guard kind != .other else { throw .notAFile(path) }
        guard bytes.count <= RedirectTable.maximumBytes else { throw .tooLong(path) }
        return bytes
    }
}
