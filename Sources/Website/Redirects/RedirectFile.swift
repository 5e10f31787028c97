internal import Catalogue
package import Nachlese
internal import Platform
package import SQLite
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
        case tooLong(FilePath)
        case refused([RedirectTable.Fault])

        package var description: String {
            switch self {
            case .unreadable(let path, let cause): "\(path) cannot be read: \(cause)"
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

    /// Everything there is to say: what is wrong with the table, or where it is in order, a sentence for each line that
    /// leads to a series or a module that nobody can see.
    ///
    /// - Throws: `SQLiteError`.
    package func findings(in database: Database) throws -> [String] {
        let table: RedirectTable
        do throws(Failure) {
            table = try self.table()
        } catch {
            guard case .refused(let faults) = error else { return ["\(error)"] }
            return faults.map { "\($0)" }
        }
        return try warnings(of: table, in: database)
    }

    /// A sentence for each line that leads to a series or a module that nobody can see.
    package func warnings(of table: RedirectTable, in database: Database?) throws -> [String] {
        guard !table.rules.isEmpty, let database else { return [] }
        return try database.snapshot {
            try table.rules.compactMap { rule in
                let place = "\(path), line \(rule.line)"
                if let slug = rule.module, try Module.find(slug, in: database)?.isPublished != true {
                    return "\(place): there is no public module '\(slug)'"
                }
                if let slug = rule.series, try Series.find(slug, in: database) == nil {
                    return "\(place): there is no series '\(slug)'"
                }
                return nil
            }
        }
    }

    private func read() throws(Failure) -> [UInt8]? {
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try Descriptor(opening: path, .readOnly).contents(limit: RedirectTable.maximumBytes)
        } catch .noSuchFileOrDirectory {
            return nil
        } catch {
            throw .unreadable(path, error)
        }
        guard bytes.count <= RedirectTable.maximumBytes else { throw .tooLong(path) }
        return bytes
    }
}
