import Nachlese
import Platform
import SQLite
import Secrets
import SystemPackage

/// The data folder that a command works on, and what is opened in it.
struct Workspace: Sendable {
    let folder: DataFolder
    let context: CommandContext

    init(_ options: DataOptions, _ context: CommandContext) throws(CommandError) {
        self.init(DataFolder(try Workspace.path(options.data, context)), context)
    }

    init(_ folder: DataFolder, _ context: CommandContext) {
        self.folder = folder
        self.context = context
    }

    var clock: WallClock { context.clock }

    /// Where the data folder is: the option, else `$NACHLESE_DATA`, else the XDG data folder
    /// (XDG Base Directory Specification 0.8).
    private static func path(_ option: String?, _ context: CommandContext) throws(CommandError) -> FilePath {
        if let option {
            guard !option.isEmpty else { throw CommandError(.usage, "--data needs the path of a folder") }
            return context.path(option)
        }
        if let data = context.variable("NACHLESE_DATA") { return context.path(data) }
        if let data = context.variable("XDG_DATA_HOME"), data.utf8.first == UInt8(ascii: "/") {
            return FilePath(data).appending("nachlese")
        }
        if let home = context.variable("HOME") {
            return FilePath(home).appending(".local").appending("share").appending("nachlese")
        }
        throw CommandError(.configuration, "no data folder is known: name one with --data or NACHLESE_DATA")
    }

    /// What writes to the database, which is brought up to date where that is needed, and made where there is none if
    /// `creating` says so.
    func writer(creating: Bool = false) throws -> Writer {
        Writer(try openForWriting(creating: creating))
    }

    func openForWriting(creating: Bool = false) throws -> sending Database {
        if !creating { try requireDatabase() }
        do {
            return try Store.openForWriting(folder)
        } catch let error as Errno {
            throw FileFailure(subject: "the data folder \(folder.path) cannot be made", cause: error)
        }
    }

    /// The database for looking only; one that is not there is not made.
    func openForReading() throws -> Database {
        try requireDatabase()
        return try Store.openForReading(folder)
    }

    /// The database for looking only, where there is one.
    func openForReadingIfThere() throws -> Database? {
        do throws(Errno) {
            if try FileStatus.ifThere(folder.database) == nil { return nil }
        } catch {
            // Opening it says what is wrong.
        }
        return try openForReading()
    }

    private func requireDatabase() throws(CommandError) {
        do throws(Errno) {
            _ = try FileStatus(of: folder.database)
        } catch .permissionDenied {
            throw CommandError(
                .notPermitted,
                "\(folder.path) belongs to another user; run the command as its owner: sudo -u OWNER nachlese …")
        } catch {
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
        let context = context
        return Mailer(settings: settings, folder: folder, key: key, clock: clock) { fault in
            context.note("Warning: \(fault); the wording before it is used.")
        }
    }

    /// Issues passwords by the settings of the data folder.
    func issuer(settings: Settings, key: SealingKey) throws -> CredentialIssuer {
        CredentialIssuer(hasher: try context.makeHasher(), mailer: mailer(settings: settings, key: key))
    }

    /// The settings: the file in the folder, the environment over it.
    func settings() throws -> Settings {
        try SettingsReader.read(file: try settingsFile(), environment: context.environment)
    }

    func route(_ settings: Settings) -> MailRoute {
        MailRoute(settings, folder: folder, environment: context.environment)
    }

    private func settingsFile() throws(FileFailure) -> (name: String, bytes: [UInt8])? {
        let path = folder.settings
        do throws(FileFailure) {
            let bytes = try FileFailure.wrap("\(path) cannot be read") {
                try FileDescriptor.readAll(of: path, limit: 1 << 20)
            }
            return (path.string, bytes)
        } catch {
            guard error.cause == .noSuchFileOrDirectory else { throw error }
            return nil
        }
    }
}

extension SQLiteError: CommandFailure {
    var exitStatus: ExitStatus {
        if isBusy { return .tryAgain }
        if isFull { return .cannotWrite }
        return isNotPermitted ? .notPermitted : .failed
    }

    var sentence: String {
        if isBusy { return "the database is in use by another command; try again in a moment" }
        if isFull { return "the disk is full; nothing was changed" }
        if isNotPermitted {
            return "the database cannot be opened for this (\(message)); run as the owner of the data folder"
        }
        if isCorrupt { return "the database is damaged (\(message)); stop the server and restore a backup" }
        return "the database says: \(message); nothing was changed"
    }

    private var isNotPermitted: Bool {
        isReadOnly || code.primary == .permission || code.primary == .cannotOpen
    }
}

extension MigrationError: CommandFailure {
    var exitStatus: ExitStatus { .configuration }
    var sentence: String { "\(self)" }
}

extension SealingKey.FileError: CommandFailure {
    var exitStatus: ExitStatus { .configuration }
    var sentence: String { "\(self)" }
}

extension SettingsReader.Fault: CommandFailure {
    var exitStatus: ExitStatus { .configuration }
    var sentence: String { "\(self)" }
}

/// What a lower target lets through without a path is about the data folder.
extension Errno: CommandFailure {
    private var failure: FileFailure { FileFailure(subject: "the data folder", cause: self) }

    var exitStatus: ExitStatus { failure.exitStatus }
    var sentence: String { failure.sentence }
}
