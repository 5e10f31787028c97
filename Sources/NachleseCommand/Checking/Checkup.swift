import Catalogue
import Codecs
import Letters
import Nachlese
import Platform
import SQLite
import Website

/// Looks through a data folder for what is missing, damaged or left over.
struct Checkup {
    let workspace: Workspace
    let database: Database
    /// Whether every file is read and compared with its digest.
    let isReading: Bool

    /// How many files were looked at.
    private(set) var files = 0
    private(set) var findings: [CheckFinding] = []

    init(_ workspace: Workspace, database: Database, isReading: Bool) {
        self.workspace = workspace
        self.database = database
        self.isReading = isReading
    }

    /// Looks at everything; after Ctrl-C it returns with what was found until then.
    mutating func run() throws {
        for sentence in try database.checkIntegrity() {
            findings.append(
                CheckFinding(.database, "\(workspace.folder.database)", "\(sentence) Restore a backup."))
        }
        try checkFiles()
        try checkPages()
        for fault in WordingShelf(workspace.folder).faults {
            findings.append(CheckFinding(.refusedWording, fault.file, "\(fault)"))
        }
        try checkRedirects()
    }

    private mutating func checkFiles() throws {
        let result = try workspace.folder.files.check(
            database, now: workspace.clock.now, isReading: isReading, isCancelled: { Interruption.hasHappened })
        files = result.files
        for finding in result.findings { findings.append(try words(for: finding)) }
    }

    private func words(for finding: FileStore.Finding) throws -> CheckFinding {
        func path(_ file: StoredFile) -> String { "\(workspace.folder.files.path(of: file))" }
        switch finding {
        case .missing(let file):
            return CheckFinding(
                .missingFile, try users(of: file),
                "its file \(path(file)) is missing; put it back from a backup, or add it anew")
        case .otherSize(let file, let octets):
            return CheckFinding(
                .otherSize, try users(of: file),
                "its file \(path(file)) has \(octets) octets in place of \(file.size); put it back from a backup")
        case .damaged(let file):
            return CheckFinding(
                .damagedFile, try users(of: file),
                "its file \(path(file)) has another content than it should; put it back from a backup")
        case .unreadable(let file, let error):
            return CheckFinding(
                .unreadableFile, try users(of: file), "its file \(path(file)) cannot be read: \(error)")
        case .unnamed(let path):
            return CheckFinding(
                .unnamedFile, "\(path)", "nothing names it; a server that starts removes it, else remove it")
        case .unknown(let path):
            return CheckFinding(.unknownFile, "\(path)", "it is no file of this folder; remove it")
        }
    }

    private func users(of file: StoredFile) throws -> String {
        try file.uses(in: database).map { use in
            switch use {
            case .presentation(let id, let title, let module, let version):
                "presentation \(id) '\(title)' of '\(module)', version \(version)"
            case .picture(let name, let module): "picture '\(name)' of '\(module)'"
            }
        }.joined(separator: "; ")
    }

    private mutating func checkPages() throws {
        let shelf = OfficePageShelf(workspace.folder)
        for fault in shelf.faults { findings.append(CheckFinding(.refusedPage, fault.file, "\(fault)")) }
        let now = workspace.clock.now
        for kind in OfficePageName.Kind.allCases {
            let names = Language.allCases.map { OfficePageName(kind, $0) }
            let missing = try names.filter { try shelf.look(for: $0, now: now, in: database).page == nil }
            let isMissing = missing.count == names.count
            for name in isMissing ? [names[0]] : missing {
                let command = "nachlese page init \(kind.rawValue) --language \(name.language.rawValue)"
                findings.append(
                    CheckFinding(
                        isMissing ? .missingPage : .untranslatedPage, "\(shelf.path(of: name))",
                        isMissing
                            ? "the page /\(kind.rawValue) has no text; '\(command)' writes a draft"
                            : "the page /\(kind.rawValue) has no text in this language; '\(command)' writes a draft"))
            }
        }
    }

    private mutating func checkRedirects() throws {
        let path = "\(workspace.folder.redirects)"
        for fault in workspace.redirectFaults() { findings.append(CheckFinding(.oldAddress, path, "\(fault)")) }
        guard let table = try? workspace.redirects() else { return }
        for warning in try RedirectTargets.warnings(of: table, in: workspace) {
            findings.append(CheckFinding(.oldAddress, path, warning))
        }
    }
}
