import ArgumentParser
import Nachlese
import SQLite
import Website

/// `nachlese check`: whether everything is there that should be, and nothing else.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the data folder: database, files, pages, wordings, old addresses.",
        discussion: """
            It finds rows without a file and files without a row, files of another size, texts of imprint, privacy, \
            accessibility and contact that are missing or refused, refused wordings, and old addresses that lead \
            nowhere. Nothing is changed; the server may run.

            It ends with 0 when nothing is amiss, and with 1 when something is. What the settings say, 'nachlese config \
            check' checks.

            EXAMPLES
              nachlese check
              nachlese check --read --json
            """)

    @Flag(help: "Read every file as well, and compare it with its digest; takes as long as reading them all.")
    var read = false
    @OptionGroup var listing: ListingOptions
    @OptionGroup var data: DataOptions

    func run() throws {
        let workspace = try Workspace(data)
        let database = try workspace.openForReading()
        if read { Interruption.watch() }
        var checkup = Checkup(workspace, database: database, isReading: read)
        try checkup.run()
        var table = Table("KIND", "WHAT", "ADVICE")
        for finding in checkup.findings { table.append(finding.kind.rawValue, finding.subject, finding.advice) }
        if listing.json || !checkup.findings.isEmpty {
            try listing.write(.array(checkup.findings.map(\.json)), or: table.rendered)
        }
        if Interruption.hasHappened { throw Complaint(.interrupted, "stopped after \(checkup.files) files") }
        let faults = checkup.findings.filter(\.kind.isFault).count
        guard faults == 0 else {
            throw Complaint(.failed, "\(faults) \(faults == 1 ? "thing is" : "things are") amiss")
        }
        Output.note("Nothing is amiss; looked at \(checkup.files) files\(read ? ", and read them all" : "").")
    }
}

/// One thing that 'nachlese check' found.
struct CheckFinding {
    /// Programs may rely on these words.
    enum Kind: String {
        case database
        case missingFile = "missing-file"
        case otherSize = "other-size"
        case damagedFile = "damaged-file"
        case unreadableFile = "unreadable-file"
        case unnamedFile = "unnamed-file"
        case unknownFile = "unknown-file"
        case missingPage = "missing-page"
        case refusedPage = "refused-page"
        case untranslatedPage = "untranslated-page"
        case refusedWording = "refused-wording"
        case oldAddress = "old-address"

        /// Whether something is amiss; anything else is only worth knowing.
        var isFault: Bool { self != .untranslatedPage }
    }

    let kind: Kind
    /// What it is about: a path, a presentation, a page.
    let subject: String
    /// What is wrong, and what to do.
    let advice: String

    init(_ kind: Kind, _ subject: String, _ advice: String) {
        self.kind = kind
        self.subject = subject
        self.advice = advice
    }

    var json: JSON {
        .object([
            "kind": .string(kind.rawValue), "fault": .bool(kind.isFault), "subject": .string(subject),
            "advice": .string(advice),
        ])
    }
}

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
