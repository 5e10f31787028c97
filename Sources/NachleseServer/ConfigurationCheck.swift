package import Codecs
package import Nachlese
internal import Networking
package import SQLite
internal import Website

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
