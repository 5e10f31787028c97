import FoundationEssentials
import Glibc
import Nachlese
import SQLite
import Secrets
import SystemPackage
import Website

/// The data folder that a command works on, and what is opened in it.
struct Workspace: Sendable {
    let folder: DataFolder
    let clock = WallClock.system

    init(_ options: DataOptions) throws(Complaint) {
        try self.init(DataFolder(DataLocation(option: options.data).path))
    }

    init(_ folder: DataFolder) {
        self.folder = folder
    }

    /// The database, brought up to date where that is needed, and made where there is none if `creating` says so.
    func openForWriting(creating: Bool = false) throws -> Database {
        if !creating { try requireDatabase() }
        do {
            return try Store.openForWriting(folder)
        } catch let error as Errno {
            throw Complaint(error, of: "the data folder \(folder.path) cannot be made")
        }
    }

    /// The database for looking only; one that is not there is not made.
    func openForReading() throws -> Database {
        try requireDatabase()
        return try Store.openForReading(folder)
    }

    /// The database for looking only, where there is one.
    func openForReadingIfThere() throws -> Database? {
        var status = stat()
        if unsafe stat(folder.database.string, &status) != 0, errno == ENOENT { return nil }
        return try openForReading()
    }

    private func requireDatabase() throws(Complaint) {
        var status = stat()
        guard unsafe stat(folder.database.string, &status) == 0 else {
            if errno == EACCES {
                throw Complaint(
                    .notPermitted,
                    "\(folder.path) belongs to another user; run the command as its owner: sudo -u OWNER nachlese …")
            }
            throw Complaint(
                .notFound,
                "there is no database in \(folder.path); 'nachlese serve' or 'nachlese series add' makes one, "
                    + "--data names another folder")
        }
    }

    /// The key beside the database, made where it is missing; the folder must be there.
    func key() throws -> SealingKey {
        try SealingKey(contentsOfOrCreating: folder.key.string)
    }

    /// Writes letters; a wording that is refused is told on standard error.
    func correspondence(settings: Settings, key: SealingKey) -> Correspondence {
        Correspondence(settings: settings, folder: folder, key: key, clock: clock) { fault in
            Output.note("Warning: \(fault); the wording before it is used.")
        }
    }

    /// The settings: the file in the folder, the environment over it.
    func settings() throws -> Settings {
        try SettingsReader.read(file: try settingsFile(), environment: ProcessInfo.processInfo.environment)
    }

    private func settingsFile() throws -> (name: String, octets: [UInt8])? {
        let path = folder.settings
        do {
            return (path.string, try FileDescriptor.readAll(of: path, limit: 1 << 20))
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch let error as Errno {
            throw Complaint(error, of: "\(path) cannot be read")
        }
    }
}

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

/// Where the data folder is: the option, else `$NACHLESE_DATA`, else the XDG data folder
/// (XDG Base Directory Specification 0.8).
struct DataLocation {
    let path: FilePath

    init(option: String?, environment: [String: String] = ProcessInfo.processInfo.environment) throws(Complaint) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let option {
            guard !option.isEmpty else { throw Complaint(.usage, "--data needs the path of a folder") }
            path = FilePath(option)
        } else if let data = value("NACHLESE_DATA") {
            path = FilePath(data)
        } else if let data = value("XDG_DATA_HOME"), data.utf8.first == UInt8(ascii: "/") {
            path = FilePath(data).appending("nachlese")
        } else if let home = value("HOME") {
            path = FilePath(home).appending(".local").appending("share").appending("nachlese")
        } else {
            throw Complaint(.configuration, "no data folder is known: name one with --data or NACHLESE_DATA")
        }
    }
}

extension FileDescriptor {
    /// Reads what is left; where that is more than the limit, at least one octet more than it.
    func readAll(limit: Int) throws -> [UInt8] {
        var octets: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while octets.count <= limit {
            let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe read(into: $0) }
            if count == 0 { break }
            octets += chunk.prefix(count)
        }
        return octets
    }

    /// Opens a file, reads it and closes it.
    static func readAll(of path: FilePath, limit: Int) throws -> [UInt8] {
        let file = try open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter { try file.readAll(limit: limit) }
    }
}
