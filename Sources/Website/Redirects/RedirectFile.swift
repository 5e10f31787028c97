internal import Platform
package import SystemPackage

/// The file with the table of old addresses.
package struct RedirectFile: Sendable {
    /// Why the table, as it stands there, cannot be used.
    package enum Fault: Error, CustomStringConvertible {
        case unreadable(FilePath, Errno)
        case tooLong(FilePath)
        /// One or more.
        case lines([RedirectFault])

        package var description: String {
            switch self {
            case .unreadable(let path, let error): "\(path) cannot be read: \(error)"
            case .tooLong(let path): "\(path) is longer than \(RedirectTable.maximumOctets) octets; shorten it"
            case .lines(let faults):
                faults.prefix(1).map(\.description).joined()
                    + (faults.count == 1 ? "" : " (and \(faults.count - 1) more: nachlese config check)")
            }
        }
    }

    private let path: FilePath

    package init(_ path: FilePath) {
        self.path = path
    }

    /// The table; an empty one where there is no file.
    package func read() throws(Fault) -> RedirectTable {
        guard let octets = try octets() else { return .empty }
        let (table, faults) = RedirectTable.read(octets, file: path.string)
        guard faults.isEmpty else { throw .lines(faults) }
        return table
    }

    private func octets() throws(Fault) -> [UInt8]? {
        let octets: [UInt8]
        do throws(Errno) {
            octets = try Descriptor(opening: path, .readOnly).contents(limit: RedirectTable.maximumOctets)
        } catch .noSuchFileOrDirectory {
            return nil
        } catch {
            throw .unreadable(path, error)
        }
        guard octets.count <= RedirectTable.maximumOctets else { throw .tooLong(path) }
        return octets
    }
}
