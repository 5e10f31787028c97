import Nachlese
import SQLite
import SystemPackage
import Website

extension Workspace {
    /// The table of old addresses; an empty one where there is no file.
    ///
    /// - Throws: `Complaint` with everything that is wrong with it.
    func redirects() throws(Complaint) -> RedirectTable {
        let path = folder.redirects
        let octets: [UInt8]
        do {
            octets = try FileDescriptor.readAll(of: path, limit: RedirectTable.maximumOctets)
        } catch Errno.noSuchFileOrDirectory {
            return .empty
        } catch {
            throw Complaint(error as? Errno ?? .ioError, of: "\(path) cannot be read")
        }
        guard octets.count <= RedirectTable.maximumOctets else {
            throw Complaint(.configuration, "\(path) is longer than \(RedirectTable.maximumOctets) octets; shorten it")
        }
        let (table, faults) = RedirectTable.read(octets, file: path.string)
        guard let first = faults.first else { return table }
        let others = faults.count == 1 ? "" : " (and \(faults.count - 1) more: nachlese config check)"
        throw Complaint(.configuration, "\(first)\(others)")
    }

    /// Every fault of the table of old addresses.
    func redirectFaults() -> [RedirectFault] {
        let path = folder.redirects
        guard let octets = try? FileDescriptor.readAll(of: path, limit: RedirectTable.maximumOctets) else { return [] }
        return RedirectTable.read(octets, file: path.string).faults
    }
}
