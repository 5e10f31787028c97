package import Codecs
import Platform
package import SQLite
package import SystemPackage

/// The texts of one kind that are in force: the office's, as they were last found without a fault, else the built-in
/// ones.
///
/// The office's lie in one folder of the data folder, a file each, and are compared with what was adopted of them. A
/// changed one without a fault is adopted; from a broken one nothing is taken, and what was adopted before stays; where
/// the file is gone, the built-in one is back.
package struct OfficeTexts<Text: OfficeText>: Sendable {
    package typealias Name = OfficeTextName<Text.Kind>
    package typealias Fault = SourceFault<Text.Reason>

    /// Where a text in force comes from.
    package enum Origin: String, Sendable {
        case builtIn = "built-in"
        case office
    }

    /// What there is of a text.
    package struct Found: Sendable {
        package let name: Name
        package let origin: Origin
        /// What is in force once the file, as it is now, is adopted; nil where nothing is.
        package let text: Text?
        /// Since when the office's is in force.
        package let adoptedAt: Timestamp?
        /// Why the file, as it is now, is not in force; nil where there is none, or it is.
        package let fault: Fault?
        fileprivate let step: Step
    }

    fileprivate enum Step {
        case nothing
        case adopt
        case forget
    }

    private struct Adopted {
        let source: String
        let at: Timestamp
    }

    private let folder: FilePath

    package init(_ folder: FilePath) {
        self.folder = folder
    }

    /// Where a text's file lies, or would lie.
    package func path(of name: Name) -> FilePath { folder.appending(name.fileName) }

    /// The folder and all files, for a watcher.
    package var paths: [FilePath] { [folder] + Name.all.map(path) }

    /// What there is now; nothing is adopted.
    ///
    /// `database`: nil where there is none yet.
    package func look(for name: Name, now: Timestamp, in database: Database?) throws -> Found {
        let adopted = try database.flatMap { try self.adopted(name, in: $0) }
        switch read(name) {
        case .missing: return builtIn(name, step: adopted == nil ? .nothing : .forget)
        case .refused(let refusal):
            return fallback(name, adopted, Fault(file: path(of: name).string, .file(refusal)))
        case .bytes(let bytes):
            do throws(Fault) {
                let text = try Text.read(bytes, as: name, file: path(of: name).string)
                // Compared by bytes: two texts that look alike may still differ.
                if let adopted, adopted.source.utf8.elementsEqual(text.source.utf8) {
                    return Found(
                        name: name, origin: .office, text: text, adoptedAt: adopted.at, fault: nil, step: .nothing)
                }
                return Found(name: name, origin: .office, text: text, adoptedAt: now, fault: nil, step: .adopt)
            } catch {
                return fallback(name, adopted, error)
            }
        }
    }

    /// What is in force from now on; a changed file without a fault is adopted.
    package func take(_ name: Name, now: Timestamp, in transaction: borrowing Transaction) throws -> Found {
        let found = try look(for: name, now: now, in: transaction.database)
        switch found.step {
        case .nothing: break
        case .adopt:
            try transaction.run(Text.adoptions.save, name.kind, name.language, found.text?.source, now)
        case .forget: try transaction.run(Text.adoptions.remove, name.kind, name.language)
        }
        return found
    }

    /// Takes all that can be adopted.
    ///
    /// - Returns: what cannot, and files of unknown names.
    package func review(now: Timestamp, in transaction: borrowing Transaction) throws -> [Fault] {
        var faults = unknownFiles
        for name in Name.all {
            if let fault = try take(name, now: now, in: transaction).fault { faults.append(fault) }
        }
        return faults
    }

    /// Whether some file is to be adopted, or its text to be forgotten.
    package func isStale(now: Timestamp, in database: Database) throws -> Bool {
        try Name.all.contains { try look(for: $0, now: now, in: database).step != .nothing }
    }

    /// Every fault of what lies in the folder.
    package var faults: [Fault] {
        unknownFiles + Name.all.compactMap { Self.fault(of: read($0), as: $0, file: path(of: $0).string) }
    }

    /// What is wrong with a file that somebody names; nil when nothing is.
    ///
    /// - Throws: `Errno.noSuchFileOrDirectory`.
    package static func fault(ofFileAt path: FilePath) throws(Errno) -> Fault? {
        let fileName = path.lastComponent?.string ?? ""
        let content = TextFile(at: path, limit: Text.maximumBytes)
        if content == .missing { throw .noSuchFileOrDirectory }
        guard let name = Name(fileName: fileName) else { return unknown(fileName, file: path.string) }
        return fault(of: content, as: name, file: path.string)
    }

    /// Writes a text into the folder, mode 0600, for the office to go on with.
    ///
    /// - Throws: `Errno`, `.fileExists` when there is anything of that name.
    package func begin(_ name: Name, with source: String) throws(Errno) {
        try Folder.create(folder)
        let file = try AtomicFile(in: folder)
        try file.write(Array(source.utf8).span)
        try file.publish(as: path(of: name), onConflict: .fail)
    }

    private func read(_ name: Name) -> TextFile {
        TextFile(name.fileName, in: folder, limit: Text.maximumBytes)
    }

    private func adopted(_ name: Name, in database: Database) throws -> Adopted? {
        try database.first(Text.adoptions.find, name.kind, name.language) { row in
            Adopted(source: try row.read(), at: try row.read())
        }
    }

    private func builtIn(_ name: Name, fault: Fault? = nil, step: Step = .nothing) -> Found {
        Found(
            name: name, origin: .builtIn, text: Text.builtIn(name), adoptedAt: nil, fault: fault, step: step)
    }

    /// What was adopted, unless this version of the program cannot read it any more; else the built-in one.
    private func fallback(_ name: Name, _ adopted: Adopted?, _ fault: Fault) -> Found {
        guard let adopted, let text = Text.readAdopted(adopted.source, as: name) else {
            return builtIn(name, fault: fault)
        }
        return Found(name: name, origin: .office, text: text, adoptedAt: adopted.at, fault: fault, step: .nothing)
    }

    /// Files of names that no text has, without what editors leave behind.
    private var unknownFiles: [Fault] {
        ((try? Folder.names(in: folder)) ?? []).sorted()
            .filter { $0.utf8.first != UInt8(ascii: ".") && $0.utf8.last != UInt8(ascii: "~") }
            .filter { Name(fileName: $0) == nil }
            .map { Self.unknown($0, file: folder.appending($0).string) }
    }

    private static func unknown(_ name: String, file: String) -> Fault {
        Fault(file: file, .unknownName(nearest: Spelling.nearest(to: name, among: Name.all.map(\.fileName))))
    }

    private static func fault(of content: TextFile, as name: Name, file: String) -> Fault? {
        switch content {
        case .missing: return nil
        case .refused(let refusal): return Fault(file: file, .file(refusal))
        case .bytes(let bytes):
            do throws(Fault) {
                _ = try Text.read(bytes, as: name, file: file)
                return nil
            } catch {
                return error
            }
        }
    }
}

extension SourceFault where Reason: OfficeTextReason {
    /// Whether it says nothing about the file: the system is short of something at this moment.
    package var isPassing: Bool {
        Errno.shortages.contains { reason == .file(.unreadable($0)) }
    }
}
