import FoundationEssentials
import Glibc
import Mail
import Nachlese
import Networking
import Secrets
import SystemPackage

/// The way by which mails leave, as the settings choose it: the one place that makes transports.
struct MailRoute {
    private let settings: Settings
    private let folder: DataFolder

    init(_ settings: Settings, folder: DataFolder) {
        self.settings = settings
        self.folder = folder
    }

    /// A transport, which has not connected to anything yet.
    ///
    /// - Throws: what `check()` throws; `Errno` when there are no descriptors left.
    func transport() throws -> any MailTransport {
        try check()
        return switch settings.mailTransport {
        case .folder: FolderTransport(folder: folder.outbox)
        case .sendmail: try SendmailTransport(program: settings.sendmailPath)
        case .smtp: try SMTPTransport(configuration)
        }
    }

    /// Reads everything that a transport needs, and connects to nothing.
    ///
    /// - Throws: `SettingsReader.Fault`; `Complaint` about the password, the program or the authorities.
    func check() throws {
        try SettingsReader.checkMail(settings)
        switch settings.mailTransport {
        case .folder: break
        case .sendmail: try ProgramFile.check(settings.sendmailPath)
        case .smtp:
            if !settings.smtp.user.isEmpty { _ = try password.read() }
            if let authorities {
                do throws(TLSError) {
                    _ = try TLSClientContext(authorities: authorities)
                } catch {
                    throw Complaint(authorities: error)
                }
            }
        }
    }

    /// Removes what crashed deliveries left behind, where there is such a thing.
    func sweep() throws {
        guard settings.mailTransport == .folder else { return }
        try FolderTransport(folder: folder.outbox).sweep()
    }

    /// Where a mail is that was handed over, to be put behind “The mail”.
    func whereabouts(of id: String) -> String {
        switch settings.mailTransport {
        case .folder: "lies in \(folder.outbox.appending("\(id).eml"))"
        case .sendmail, .smtp: "was handed over to \(destination)"
        }
    }

    /// To whom mails are handed over.
    var destination: String {
        switch settings.mailTransport {
        case .folder: "\(folder.outbox)"
        case .sendmail: "\(settings.sendmailPath)"
        case .smtp: settings.smtp.host
        }
    }

    /// The way in a few words, to be put behind “mails”.
    var summary: String {
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
    var warnings: [String] {
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
                    do throws(Complaint) {
                        return try password.read()
                    } catch {
                        throw MailDeliveryError(service: .settings, error.message)
                    }
                },
            limits: SMTPLimits(answer: .seconds(smtp.timeout)))
    }

    private var authorities: FilePath? {
        settings.smtp.authorities.map { folder.path.pushing($0) }
    }

    private var password: MailPassword {
        MailPassword(file: settings.smtp.passwordFile.map { folder.path.pushing($0) })
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
struct MailPassword {
    /// Octets that a password may have.
    static let longest = 1024

    /// Nil: with systemd.
    let file: FilePath?

    /// Reads it; one line end at its end does not belong to it.
    ///
    /// - Throws: `Complaint` that says which file and what to do; never what stands in it.
    func read() throws(Complaint) -> Secret {
        if let file { return try read(file, isPrivate: true) }
        let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] ?? ""
        guard !folder.isEmpty else {
            throw Complaint(
                .configuration,
                "'smtp-user' needs a password: name a file with it in 'smtp-password-file', or give it as the systemd "
                    + "credential 'smtp-password'")
        }
        // Whom systemd lets read it shows in an access list, of which the mode tells nothing.
        return try read(FilePath(folder).appending("smtp-password"), isPrivate: false)
    }

    private func read(_ path: FilePath, isPrivate: Bool) throws(Complaint) -> Secret {
        let octets: [UInt8]
        do {
            let opened = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            octets = try opened.closeAfter {
                if isPrivate { try MailPassword.requirePrivacy(of: opened, path) }
                return try opened.readAll(limit: MailPassword.longest + 2)
            }
        } catch let error as Complaint {
            throw error
        } catch {
            throw Complaint(
                .configuration, "the password for the mail server cannot be read: \(path): \(error)")
        }
        var line = octets[...]
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard !line.isEmpty else { throw Complaint(.configuration, "\(path) is empty; write the password into it") }
        guard line.count <= MailPassword.longest, line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            let password = Secret(utf8: Array(line))
        else {
            throw Complaint(
                .configuration,
                "\(path) holds no password: that is one line in UTF-8 of at most \(MailPassword.longest) octets")
        }
        return password
    }

    private static func requirePrivacy(of file: FileDescriptor, _ path: FilePath) throws(Complaint) {
        var status = stat()
        guard unsafe fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Complaint(.configuration, "\(path) is no file; 'smtp-password-file' names one with the password")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Complaint(
                .configuration,
                "\(path) can be read by others than its owner; 'chmod 600 \(path)' keeps the password private")
        }
    }
}

/// A program that a setting names.
enum ProgramFile {
    /// Complains where there is no program that may be started.
    static func check(_ path: FilePath) throws(Complaint) {
        guard unsafe path.withPlatformString({ unsafe access($0, X_OK) }) != 0 else { return }
        guard errno == EACCES else {
            throw Complaint(
                .configuration,
                "'sendmail-path': there is no \(path); install a mail system that brings it, or name its place")
        }
        throw Complaint(.configuration, "'sendmail-path': \(path) may not be run by this user")
    }
}

extension OutboxSender {
    /// The sender of a data folder, with the way, the bounds and the addresses of its settings.
    ///
    /// Files are written without bounds.
    ///
    /// `patience`: how long a single hand-over may take; nil: as long as the transport allows itself.
    /// - Throws: what `MailRoute.transport()` throws.
    init(_ workspace: Workspace, settings: Settings, key: SealingKey, patience: Duration? = nil) throws {
        self.init(
            folder: workspace.folder, transport: try MailRoute(settings, folder: workspace.folder).transport(),
            key: key, bounces: settings.bounceAddress,
            pace: settings.mailTransport == .folder ? .unbounded : Pace(settings), patience: patience,
            clock: workspace.clock)
    }
}
