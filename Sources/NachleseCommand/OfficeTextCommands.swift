import Letters
import Nachlese
import SystemPackage

/// What `mail wording` and `page` do alike.
extension OfficeTexts {
    /// Tells what is wrong with the files that somebody names, or where none is named with those of a folder, and fails
    /// with the last of it.
    ///
    /// `done`: what to say of a folder in which nothing is wrong.
    static func check(
        _ files: [String], elseFolder folder: (DataFolder) -> FilePath, of data: DataOptions,
        in context: CommandContext, done: String
    ) throws {
        let faults: [Fault]
        if files.isEmpty {
            let data = try Workspace(data, context).folder
            guard data.exists else {
                throw CommandError(.notFound, "there is no data folder \(data.path); --data names another one")
            }
            faults = OfficeTexts(folder(data)).faults
        } else {
            faults = try files.compactMap { name throws(FileFailure) -> Fault? in
                try FileFailure.wrap("'\(name)'") { try fault(ofFileAt: context.path(name)) }
            }
        }
        for fault in faults.dropLast() { context.note("\(fault)") }
        if let last = faults.last { throw CommandError(.badInput, "\(last)") }
        context.note(files.isEmpty ? done : "In order.")
    }

    /// Writes a text into the folder, for the office to go on with; false where something has its name already.
    func beginIfMissing(_ name: Name, with source: String) throws(FileFailure) -> Bool {
        do throws(Errno) {
            try begin(name, with: source)
            return true
        } catch .fileExists {
            return false
        } catch {
            throw FileFailure(subject: "\(path(of: name))", cause: error)
        }
    }

    /// What to say where a text cannot be begun.
    func isThere(_ name: Name) -> CommandError {
        CommandError(.exists, "\(path(of: name)) is there already; edit it, or remove it first")
    }
}
