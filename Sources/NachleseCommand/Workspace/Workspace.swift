import FoundationEssentials
import Glibc
import Nachlese
import Platform
import SQLite
import Secrets
import SystemPackage

/// The data folder that a command works on, and what is opened in it.
struct Workspace: Sendable {
    let folder: DataFolder
    let clock = WallClock.system

    init(_ options: DataOptions) throws(CommandError) {
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
            throw CommandError(error, of: "the data folder \(folder.path) cannot be made")
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

    private func requireDatabase() throws(CommandError) {
        var status = stat()
        guard unsafe stat(folder.database.string, &status) == 0 else {
            if errno == EACCES {
                throw CommandError(
                    .notPermitted,
                    "\(folder.path) belongs to another user; run the command as its owner: sudo -u OWNER nachlese …")
            }
            throw CommandError(
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
    func mailer(settings: Settings, key: SealingKey) -> Mailer {
        Mailer(settings: settings, folder: folder, key: key, clock: clock) { fault in
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
            throw CommandError(error, of: "\(path) cannot be read")
        }
    }
}
