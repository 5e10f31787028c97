package import Catalogue
import Codecs
import Letters
package import Platform
package import SQLite

/// Looks through a data folder for what is missing, damaged or left over; changes nothing.
package struct DataFolderCheck: Sendable {
    private let folder: DataFolder
    private let clock: WallClock

    package init(_ folder: DataFolder, clock: WallClock) {
        self.folder = folder
        self.clock = clock
    }

    /// One thing that was found.
    package struct Finding: Equatable, Sendable {
        /// Programs may rely on these words.
        package enum Kind: String, Sendable {
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
            package var isFault: Bool { self != .untranslatedPage }
        }

        package let kind: Kind
        /// What it is about: a path, a presentation, a page.
        package let subject: String
        /// What is wrong, and what to do.
        package let advice: String

        package init(_ kind: Kind, _ subject: String, _ advice: String) {
            self.kind = kind
            self.subject = subject
            self.advice = advice
        }
    }

    /// What was found.
    package struct Outcome: Sendable {
        /// How many files were looked at.
        package var files = 0
        package var findings: [Finding] = []
    }

    /// Looks at everything; blocks on the disk, and so runs on the concurrent pool.
    ///
    /// - Parameters:
    ///   - isReading: whether every file is read and compared with its digest.
    ///   - isCancelled: asked before each file; what was found until then is returned.
    /// - Returns: what was found.
    /// - Throws: `SQLiteError`, `MigrationError`.
    @concurrent package func run(
        isReading: Bool, isCancelled: @Sendable () -> Bool
    ) async throws -> Outcome {
        let database = try Store.openForReading(folder)
        var outcome = Outcome()
        outcome.findings = try database.checkIntegrity().map {
            Finding(.database, "\(folder.database)", "\($0) Restore a backup.")
        }
        let result = try folder.files.check(
            database, now: clock.now, isReading: isReading, isCancelled: isCancelled)
        outcome.files = result.files
        outcome.findings += try result.findings.map { try finding($0, in: database) }
        outcome.findings += try pages(in: database)
        outcome.findings += OfficeTexts<Wording>(folder).faults.map { Finding(.refusedWording, $0.file, "\($0)") }
        return outcome
    }

    private func finding(_ finding: FileStore.Finding, in database: Database) throws -> Finding {
        func path(_ file: StoredFile) -> String { "\(folder.files.path(of: file))" }
        func users(of file: StoredFile) throws -> String {
            try file.uses(in: database).map { use in
                switch use {
                case .presentation(let id, let title, let module, let version):
                    "presentation \(id) '\(title)' of '\(module)', version \(version)"
                case .picture(let name, let module): "picture '\(name)' of '\(module)'"
                }
            }.joined(separator: "; ")
        }
        switch finding {
        case .missing(let file):
            return Finding(
                .missingFile, try users(of: file),
                "its file \(path(file)) is missing; put it back from a backup, or add it anew")
        case .otherSize(let file, let size):
            return Finding(
                .otherSize, try users(of: file),
                "its file \(path(file)) has \(size) octets in place of \(file.size); put it back from a backup")
        case .damaged(let file):
            return Finding(
                .damagedFile, try users(of: file),
                "its file \(path(file)) has another content than it should; put it back from a backup")
        case .unreadable(let file, let error):
            return Finding(.unreadableFile, try users(of: file), "its file \(path(file)) cannot be read: \(error)")
        case .unnamed(let path):
            return Finding(.unnamedFile, "\(path)", "nothing names it; a server that starts removes it, else remove it")
        case .unknown(let path):
            return Finding(.unknownFile, "\(path)", "it is no file of this folder; remove it")
        }
    }

    private func pages(in database: Database) throws -> [Finding] {
        let texts = OfficeTexts<OfficePageText>(folder)
        var findings = texts.faults.map { Finding(.refusedPage, $0.file, "\($0)") }
        let now = clock.now
        for kind in OfficePageName.Kind.allCases {
            let names = Language.allCases.map { OfficePageName(kind, $0) }
            let missing = try names.filter { try texts.look(for: $0, now: now, in: database).text == nil }
            let isMissing = missing.count == names.count
            for name in isMissing ? [names[0]] : missing {
                let what = isMissing ? "no text" : "no text in this language"
                let command = "nachlese page init \(kind.rawValue) --language \(name.language.rawValue)"
                findings.append(
                    Finding(
                        isMissing ? .missingPage : .untranslatedPage, "\(texts.path(of: name))",
                        "the page /\(kind.rawValue) has \(what); '\(command)' writes a draft"))
            }
        }
        return findings
    }
}

extension StoredFile {
    /// What names a content.
    package enum Use: Equatable, Sendable {
        /// A version of a presentation; versions count from 1.
        case presentation(Presentation.ID, title: String, module: Slug, version: Int)
        /// A picture of a module's report.
        case picture(String, module: Slug)
    }

    /// Everything that names this content.
    package func uses(in database: Database) throws -> [Use] {
        let versions: [Use] = try database.all(
            """
            SELECT p.id, p.title, m.slug, v.number
            FROM file_version v
            JOIN presentation p ON p.id = v.presentation_id
            JOIN module m ON m.id = p.module_id
            WHERE v.sha256 = ? ORDER BY m.slug, p.id, v.number
            """, digest
        ) { row in
            .presentation(try row.read(), title: try row.read(), module: try row.read(), version: try row.read())
        }
        let pictures: [Use] = try database.all(
            """
            SELECT p.name, m.slug FROM picture p JOIN module m ON m.id = p.module_id
            WHERE p.sha256 = ? ORDER BY m.slug, p.name
            """, digest
        ) { row in
            .picture(try row.read(), module: try row.read())
        }
        return versions + pictures
    }
}
