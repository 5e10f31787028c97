internal import Catalogue
package import Codecs
package import Nachlese
internal import Networking
package import SQLite
package import Website

/// Checks the settings with everything that they name, without starting anything.
package struct ConfigurationCheck {
    private let folder: DataFolder
    private let settings: Settings
    private let route: MailRoute

    package init(_ folder: DataFolder, settings: Settings, route: MailRoute) {
        self.folder = folder
        self.settings = settings
        self.route = route
    }

    /// - Parameters:
    ///   - now: for certificates that end soon.
    ///   - database: tells whether the pages to which old addresses lead are there; nil where there is none yet.
    /// - Returns: what works, but should not stay so.
    /// - Throws: the first thing that would keep a server from starting or a mail from leaving.
    package func run(now: Timestamp, database: Database?) throws -> [String] {
        try SettingsReader.check(settings)
        _ = try settings.senderAddress
        let redirects = RedirectFile(folder)
        let table = try redirects.table()
        try route.check()
        var warnings: [String] = []
        let files = settings.certificates(in: folder)
        if !files.isEmpty {
            let certificates = try TLSServerContext(files).certificates
            warnings += CertificateWarning.all(certificates, files, now: now.rawValue).map(\.description)
        }
        return try warnings + redirects.warnings(of: table, in: database) + route.warnings
    }
}

extension RedirectFile {
    /// Everything there is to say: what is wrong with the table, or where it is in order, a sentence for each line that
    /// leads to a series or a module that nobody can see.
    ///
    /// - Throws: `SQLiteError`.
    package func findings(in database: Database) throws -> [String] {
        let table: RedirectTable
        do throws(Failure) {
            table = try self.table()
        } catch {
            guard case .refused(let faults) = error else { return ["\(error)"] }
            return faults.map { "\($0)" }
        }
        return try warnings(of: table, in: database)
    }

    /// A sentence for each line that leads to a series or a module that nobody can see.
    func warnings(of table: RedirectTable, in database: Database?) throws -> [String] {
        guard !table.rules.isEmpty, let database else { return [] }
        return try database.snapshot {
            try table.rules.compactMap { rule in
                let place = "\(path), line \(rule.line)"
                if let slug = rule.module, try Module.find(slug, in: database)?.isPublished != true {
                    return "\(place): there is no public module '\(slug)'"
                }
                if let slug = rule.series, try Series.find(slug, in: database) == nil {
                    return "\(place): there is no series '\(slug)'"
                }
                return nil
            }
        }
    }
}
