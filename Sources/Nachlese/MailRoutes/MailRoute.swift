internal import FoundationEssentials
internal import Glibc
package import Letters
package import Mail
package import Platform
package import Secrets
package import SystemPackage

/// The way by which mails leave, as the settings choose it: the one place that makes transports.
package struct MailRoute: Sendable {
    fileprivate let settings: Settings
    fileprivate let folder: DataFolder

    private let environment: [String: String]

    /// `environment` tells where systemd put the credentials.
    package init(
        _ settings: Settings, folder: DataFolder,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.settings = settings
        self.folder = folder
        self.environment = environment
    }

    /// A transport, which has not connected to anything yet.
    ///
    /// - Throws: what `check()` throws; `Errno` when there are no descriptors left.
    package func transport() throws -> any MailTransport {
        try check()
        return switch settings.mailTransport {
        case .folder: FolderTransport(folder: folder.outbox)
        case .sendmail: try SendmailTransport(program: settings.sendmailPath)
        case .smtp: try SMTPTransport(configuration)
        }
    }

    /// Reads everything that a transport needs, and connects to nothing.
    ///
    /// - Throws: `SettingsReader.Fault`, `MailRouteError`.
    package func check() throws {
        try SettingsReader.checkMail(settings)
        switch settings.mailTransport {
        case .folder: break
        case .sendmail: try MailRoute.checkProgram(settings.sendmailPath)
        case .smtp:
            if !settings.smtp.user.isEmpty { _ = try password.read() }
            if let reason = configuration.authoritiesFault { throw MailRouteError.authorities(reason: reason) }
        }
    }

    private static func checkProgram(_ path: FilePath) throws(MailRouteError) {
        do throws(Errno) {
            try FileStatus.requireProgram(path)
        } catch {
            throw error == .permissionDenied ? .programForbidden(path) : .programMissing(path)
        }
    }

    /// Removes what crashed deliveries left behind, where there is such a thing.
    package func sweep() throws {
        guard settings.mailTransport == .folder else { return }
        try FolderTransport(folder: folder.outbox).sweep()
    }

    /// Where a mail is that was handed over, to be put behind “The mail”.
    package func whereabouts(of id: String) -> String {
        switch settings.mailTransport {
        case .folder: "lies in \(folder.outbox.appending("\(id).eml"))"
        case .sendmail, .smtp: "was handed over to \(destination)"
        }
    }

    /// To whom mails are handed over.
    package var destination: String {
        switch settings.mailTransport {
        case .folder: "\(folder.outbox)"
        case .sendmail: "\(settings.sendmailPath)"
        case .smtp: settings.smtp.host
        }
    }

    /// The way in a few words, to be put behind “mails”.
    package var summary: String {
        let smtp = settings.smtp
        return switch settings.mailTransport {
        case .folder: "are written to \(folder.outbox) and sent by nobody"
        case .sendmail: "go to \(settings.sendmailPath)"
        case .smtp:
            "go to \(smtp.host), port \(smtp.port ?? smtp.security.port), \(smtp.security.words), "
                + (smtp.user.isEmpty ? "without signing in" : "as \(smtp.user)")
        }
    }

    /// What is no fault, but rarely meant.
    package var warnings: [String] {
        guard settings.mailTransport != .folder, let sender = try? settings.senderAddress,
            sender.domain.ascii == "localhost"
        else { return [] }
        return [
            "the sender of mails is \(sender), which most mail servers refuse; set 'mail-from' to an address of your "
                + "domain"
        ]
    }

    private var configuration: SMTPConfiguration {
        let smtp = settings.smtp
        let password = password
        return SMTPConfiguration(
            host: smtp.host, port: smtp.port, security: smtp.security, helloName: settings.ownMailName,
            authorities: authorities,
            signIn: smtp.user.isEmpty
                ? nil
                : SMTPConfiguration.SignIn(user: smtp.user) { () throws(MailDeliveryError) in
                    do throws(MailRouteError) {
                        return try password.read()
                    } catch {
                        throw MailDeliveryError(service: .settings, error.description)
                    }
                },
            limits: SMTPLimits(answer: smtp.timeout))
    }

    private var authorities: FilePath? {
        settings.smtp.authorities.map { folder.path.pushing($0) }
    }

    private var password: MailPassword {
        MailPassword(file: settings.smtp.passwordFile.map { folder.path.pushing($0) }, environment: environment)
    }
}

extension SMTPSecurity {
    /// In a few words.
    fileprivate var words: String {
        switch self {
        case .tls: "by TLS"
        case .startTLS: "by STARTTLS"
        case .none: "without TLS"
        }
    }
}

/// Where the password for the mail server lies: in a file, or with systemd (`LoadCredential=smtp-password:…`).
private struct MailPassword: Sendable {
    /// Bytes that a password may have.
    static let longest = 1024

    /// Nil: with systemd.
    let file: FilePath?
    let environment: [String: String]

    /// Reads it; one line end at its end does not belong to it.
    func read() throws(MailRouteError) -> Secret {
        if let file { return try read(file, isPrivate: true) }
        let folder = environment["CREDENTIALS_DIRECTORY"] ?? ""
        guard !folder.isEmpty else { throw .noPassword }
        // Whom systemd lets read it shows in an access list, of which the mode tells nothing.
        return try read(FilePath(folder).appending("smtp-password"), isPrivate: false)
    }

    private func read(_ path: FilePath, isPrivate: Bool) throws(MailRouteError) -> Secret {
        let status: FileStatus
        let bytes: [UInt8]
        do throws(Errno) {
            let opened = try Descriptor(opening: path, .readOnly, options: .nonBlocking)
            status = try FileStatus(of: opened)
            bytes = isPrivate && status.kind != .file ? [] : try opened.contents(limit: MailPassword.longest + 1)
        } catch {
            throw .passwordUnreadable(path, error)
        }
        if isPrivate { try MailPassword.requirePrivacy(of: status, path) }
        var line = bytes[...]
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard !line.isEmpty else { throw .passwordEmpty(path) }
        guard line.count <= MailPassword.longest, line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            let password = Secret(utf8: Array(line))
        else { throw .passwordMalformed(path) }
        return password
    }

    private static func requirePrivacy(of status: FileStatus, _ path: FilePath) throws(MailRouteError) {
        guard status.kind == .file else { throw .passwordNotAFile(path) }
        guard !status.isOpenToOthers else { throw .passwordExposed(path) }
    }
}

/// What a setting names for the way of mails and cannot be used; the description says what to do, and never what stands
/// in a file.
package enum MailRouteError: Error, Equatable, CustomStringConvertible {
    case noPassword
    case passwordUnreadable(FilePath, Errno)
    case passwordEmpty(FilePath)
    case passwordMalformed(FilePath)
    case passwordNotAFile(FilePath)
    /// Others than its owner can read it.
    case passwordExposed(FilePath)
    case programMissing(FilePath)
    case programForbidden(FilePath)
    case authorities(reason: String)

    package var description: String {
        switch self {
        case .noPassword:
            "'smtp-user' needs a password: name a file with it in 'smtp-password-file', or give it as the systemd "
                + "credential 'smtp-password'"
        case .passwordUnreadable(let path, let cause):
            "the password for the mail server cannot be read: \(path): \(cause)"
        case .passwordEmpty(let path): "\(path) is empty; write the password into it"
        case .passwordMalformed(let path):
            "\(path) holds no password: that is one line in UTF-8 of at most \(MailPassword.longest) octets"
        case .passwordNotAFile(let path): "\(path) is no file; 'smtp-password-file' names one with the password"
        case .passwordExposed(let path):
            "\(path) can be read by others than its owner; 'chmod 600 \(path)' keeps the password private"
        case .programMissing(let path):
            "'sendmail-path': there is no \(path); install a mail system that brings it, or name its place"
        case .programForbidden(let path): "'sendmail-path': \(path) may not be run by this user"
        case .authorities(let reason):
            "'smtp-ca-file': \(reason); it names a file with certificates of authorities in PEM format"
        }
    }
}

extension OutboxSender {
    /// The sender of a data folder, with the way, the bounds and the addresses of its settings.
    ///
    /// Files are written without bounds.
    ///
    /// `patience`: how long a single hand-over may take; nil: as long as the transport allows itself.
    /// - Throws: what `MailRoute.transport()` throws.
    package convenience init(
        _ route: MailRoute, key: SealingKey, patience: Duration? = nil, clock: WallClock
    ) throws {
        let settings = route.settings
        self.init(
            lock: route.folder.outboxLock, transport: try route.transport(), key: key, bounces: settings.bounceAddress,
            pace: settings.mailTransport == .folder ? .unbounded : SendingRate(settings), patience: patience,
            clock: clock)
    }
}
