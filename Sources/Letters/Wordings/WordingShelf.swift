package import Codecs
package import SQLite
package import SystemPackage

/// The wordings in force: the office's, as it was last found without a fault, else the built-in ones.
///
/// A file is compared with what was adopted of it whenever a letter is written. A changed one without a fault is
/// adopted; from a broken one nothing is taken, and what was adopted before stays; where the file is gone, the built-in
/// one is back.
package struct WordingShelf: Sendable {
    /// Where a wording in force comes from.
    package enum Origin: String, Sendable {
        case builtIn = "built-in"
        case office
    }

    /// A wording in force.
    package struct Found: Sendable {
        package let name: WordingName
        package let origin: Origin
        package let source: String
        package let wording: Wording
        /// Why the file, as it is now, is not in force; nil where there is none, or it is.
        package let fault: WordingFault?
        fileprivate let step: Step
    }

    fileprivate enum Step {
        case nothing
        case adopt
        case forget
    }

    let folder: WordingFolder

    package init(_ folder: FilePath) {
        self.folder = WordingFolder(folder)
    }

    /// Where a wording's file lies, or would lie.
    package func path(of name: WordingName) -> FilePath { folder.path.appending(name.fileName) }

    /// What is in force now; nothing is adopted.
    ///
    /// `database`: nil where there is none yet.
    package func look(for name: WordingName, in database: Database?) throws -> Found {
        let adopted = try database.flatMap { try self.adopted(name, in: $0) }
        switch folder.read(name.fileName) {
        case .missing: return builtIn(name, step: adopted == nil ? .nothing : .forget)
        case .refused(let reason):
            return fallback(name, adopted, WordingFault(file: path(of: name).string, reason))
        case .octets(let octets):
            let isNew = adopted.map { Array($0.utf8) != octets } ?? true
            do throws(WordingFault) {
                let wording = try WordingReader.read(octets, as: name, file: path(of: name).string)
                return Found(
                    name: name, origin: .office, source: String(decoding: octets, as: UTF8.self), wording: wording,
                    fault: nil, step: isNew ? .adopt : .nothing)
            } catch {
                return fallback(name, adopted, error)
            }
        }
    }

    /// What is in force from now on; a changed file without a fault is adopted.
    package func take(_ name: WordingName, now: Timestamp, in transaction: borrowing Transaction) throws -> Found {
        let found = try look(for: name, in: transaction.database)
        switch found.step {
        case .nothing: break
        case .adopt:
            try transaction.run(
                """
                INSERT INTO wording (kind, language, source, adopted_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (kind, language) DO UPDATE SET source = excluded.source, adopted_at = excluded.adopted_at
                """, name.kind, name.language, found.source, now)
        case .forget:
            try transaction.run(
                "DELETE FROM wording WHERE kind = ? AND language = ?", name.kind, name.language)
        }
        return found
    }

    /// Takes all that can be adopted.
    ///
    /// - Returns: what cannot, and files of unknown names.
    package func review(now: Timestamp, in transaction: borrowing Transaction) throws -> [WordingFault] {
        var faults = unknownFiles
        for name in WordingName.all {
            if let fault = try take(name, now: now, in: transaction).fault { faults.append(fault) }
        }
        return faults
    }

    /// Writes the built-in wording into the folder, for the office to change.
    ///
    /// - Throws: `Errno`, `.fileExists` when there is anything of that name.
    package func begin(_ name: WordingName) throws(Errno) {
        try folder.write(Array(BuiltInWording.source(of: name).utf8), to: name.fileName)
    }

    private func adopted(_ name: WordingName, in database: Database) throws -> String? {
        try database.first(
            "SELECT source FROM wording WHERE kind = ? AND language = ?", name.kind, name.language)
    }

    private func builtIn(_ name: WordingName, fault: WordingFault? = nil, step: Step = .nothing) -> Found {
        Found(
            name: name, origin: .builtIn, source: BuiltInWording.source(of: name),
            wording: BuiltInWording.wording(of: name), fault: fault, step: step)
    }

    /// What was adopted, unless this version of the program cannot read it any more; else the built-in one.
    private func fallback(_ name: WordingName, _ adopted: String?, _ fault: WordingFault) -> Found {
        guard let adopted,
            let wording = try? WordingReader.read(Array(adopted.utf8), as: name, file: path(of: name).string)
        else { return builtIn(name, fault: fault) }
        return Found(
            name: name, origin: .office, source: adopted, wording: wording, fault: fault, step: .nothing)
    }
}
