import Mail
import Members
import Nachlese
import Networking
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
    /// - Throws: `SettingsReader.Fault`; `CommandError` about the password, the program or the authorities.
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
                    throw CommandError(authorities: error)
                }
            }
        }
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
                    do throws(CommandError) {
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
