package import Codecs
package import Letters
package import Mail
package import SystemPackage

/// Everything that can be set, with defaults on which `serve` works in an empty folder.
package struct Settings: Sendable {
    /// Addresses to listen on, as `SocketAddress` reads them.
    package var listen = ["127.0.0.1:8087"]
    /// The address people use, for mails and redirects; nil: made from the address listened on, which must be loopback.
    package var publicURL: PublicURL?
    /// What the service is called in pages and mails.
    package var serviceName = "Nachlese"
    package var office = Office()
    /// The sender of mails; nil: `nachlese@` the host of the public address.
    package var sender: EmailAddress?
    /// What the envelope senders are made from, for `nachlese mail bounce`; nil: returned mail goes to the sender.
    package var bounceAddress: EmailAddress?
    /// Mails that may go out in any 60 seconds, 1 to 6000.
    package var mailsPerMinute = 60
    /// Mails that may go out in any 24 hours, 1 to 1,000,000; 0: no bound.
    package var mailsPerDay = 500
    package var mailHTML = MailHTML.on
    package var tellRevoked = TellRevoked.no
    /// Unicode scalars of an own password, at least; 8 to 64.
    ///
    /// NIST SP 800-63B-4 asks for 15 where nothing else guards.
    package var minimumPasswordLength = 12
    package var ownPassword = OwnPassword.offered
    /// Days an unused initial password lives, 1 to 365.
    package var initialPasswordDays = 30
    /// Mails with new credentials that people ask for themselves, in an hour at most, 1 to 10,000.
    package var requestedCredentialsPerHour = 100
    /// Days for which a guest is admitted whose request is accepted, 1 to 3650.
    package var guestDays = 90
    /// Minutes in which a decision on a request can be taken back, 0 to 60; its mail waits so long.
    package var undoMinutes = 10
    /// Minutes in which new requests are gathered into one mail to the office, 0 to 1440.
    package var announceMinutes = 5
    /// Days after which the office is told again of a request that is still open, 1 to 90.
    package var remindDays = 3
    /// The language of mails to the office.
    package var officeLanguage = Language.german
    /// Mails with codes to people without an account who ask for access, in an hour at most, 1 to 500.
    package var accessCodesPerHour = 60
    /// Blocks of addresses, or `unix`, as `TrustedProxies` reads them: who is believed about for whom it asks.
    package var trustedProxies: [String] = []
    package var forwardedField = ForwardedField.xForwardedFor
    package var proxyProtocol = ProxyProtocol.off
    /// Certificate chains in PEM; a path that is not absolute is one in the data folder.
    package var tlsCertificates: [String] = []
    /// The keys of the chains, in their order.
    package var tlsKeys: [String] = []
    /// Addresses as in `listen` where nothing happens but that people are sent to the public address.
    package var redirectListen: [String] = []
    /// Days for which browsers shall come by https only, 0 to 3650; 0 asks for nothing.
    package var hstsDays = 365
    /// Connections at a time, at most, 1 to 100,000.
    package var connections = 20_000
    /// Connections of one client network (an IPv4 /24, an IPv6 /64) at a time, at most, 1 to 100,000.
    package var connectionsPerNetwork = 1024
    /// Connections of one IPv4 address at a time, at most, 1 to 100,000.
    package var connectionsPerAddress = 256
    /// How mails leave.
    package var mailTransport = MailTransportKind.folder
    /// Where to, by SMTP.
    package var smtp = SMTPSettings()
    /// The program of the machine's own mail system, an absolute path.
    package var sendmailPath = FilePath("/usr/sbin/sendmail")

    /// The field in which proxies say for whom they ask; the others of its kind are never looked at.
    package enum ForwardedField: String, CaseIterable, Sendable {
        case xForwardedFor = "x-forwarded-for"
        case forwarded
    }

    /// Whether connections begin with a header of the PROXY protocol.
    package enum ProxyProtocol: String, CaseIterable, Sendable {
        case off
        case required
    }

    /// The ways by which mails can leave.
    package enum MailTransportKind: String, CaseIterable, Sendable {
        /// Files in the folder `outbox`, to be passed on by hand.
        case folder
        /// The machine's own mail system.
        case sendmail
        /// A mail server.
        case smtp
    }

    /// Whether mails have an HTML part beside the plain text, which says the same.
    package enum MailHTML: String, CaseIterable, Sendable {
        case on
        case off
    }

    /// Whether people get a mail when their access is revoked, where the command does not say.
    package enum TellRevoked: String, CaseIterable, Sendable {
        case yes
        case no
    }

    /// Where a certificate chain and its key lie.
    package struct CertificateFiles: Hashable, Sendable {
        package let chain: FilePath
        package let key: FilePath
    }

    /// Whether people who signed in with an initial password must choose their own.
    package enum OwnPassword: String, CaseIterable, Sendable {
        case offered
        case required
    }

    package init() {}

    /// The address for links in mails: the one set, or the loopback address listened on.
    package var baseURL: PublicURL {
        publicURL ?? PublicURL(loopbackListening: listen.first ?? "") ?? .local
    }

    /// The certificates for TLS with their keys; none where TLS is off.
    package func certificates(in folder: DataFolder) -> [CertificateFiles] {
        zip(tlsCertificates, tlsKeys).map { chain, key in
            CertificateFiles(
                chain: folder.path.pushing(FilePath(chain)), key: folder.path.pushing(FilePath(key)))
        }
    }

    /// How this machine calls itself to mail servers.
    package var ownMailName: SMTPHelloName {
        smtp.helloName ?? SMTPHelloName(host: baseURL.host) ?? .loopback
    }

    /// The sender of mails.
    package var senderAddress: EmailAddress {
        get throws(InvalidEmailAddress) {
            if let sender { return sender }
            let host = baseURL.host
            let isName = host.utf8.contains { (0x61...0x7A).contains($0) } && !host.utf8.contains(UInt8(ascii: ":"))
            return try EmailAddress("nachlese@" + (isName ? host : "localhost"))
        }
    }
}
