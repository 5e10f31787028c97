package import Codecs
package import Letters
package import Mail
package import Networking
package import SystemPackage

/// Everything that can be set, with defaults on which `serve` works in an empty folder.
package struct Settings: Sendable {
    package var listen = [ListenAddress("127.0.0.1:8087")]
    /// The address people use, for mails and redirects; nil: made from the address listened on, which must be loopback.
    package var publicURL: PublicURL?
    /// What the service is called in pages and mails.
    package var serviceName = "Nachlese"
    package var office = Office()
    /// The sender of mails; nil: `nachlese@` the host of the public address.
    package var sender: EmailAddress?
    /// What the envelope senders are made from, for `nachlese mail bounce`; nil: returned mail goes to the sender.
    package var bounceAddress: EmailAddress?
    /// Mails that may go out in any 60 seconds.
    package var mailsPerMinute = 60
    /// Mails that may go out in any 24 hours; 0: no bound.
    package var mailsPerDay = 500
    package var mailHTML = MailHTML.on
    package var tellRevoked = TellRevoked.no
    /// Unicode scalars of an own password, at least.
    package var minimumPasswordLength = 12
    package var ownPassword = OwnPassword.offered
    /// How long an unused initial password lives.
    package var initialPasswordLife = Duration.days(30)
    /// Mails with new credentials that people ask for themselves, in an hour at most.
    package var requestedCredentialsPerHour = 100
    /// How long a guest is admitted whose request is accepted.
    package var guestAdmission = Duration.days(90)
    /// How long a decision on a request can be taken back; its mail waits so long.
    package var undoPeriod = Duration.minutes(10)
    /// How long new requests are gathered into one mail to the office.
    package var announcementDelay = Duration.minutes(5)
    /// After what time the office is told again of a request that is still open.
    package var reminderDelay = Duration.days(3)
    /// The language of mails to the office.
    package var officeLanguage = Language.german
    /// Mails with codes to people without an account who ask for access, in an hour at most.
    package var accessCodesPerHour = 60
    /// Who is believed about for whom it asks.
    package var trustedProxies = WrittenProxies([])
    package var forwardedField = ForwardedField.xForwardedFor
    package var proxyProtocol = ProxyProtocol.off
    /// Certificate chains in PEM; a path that is not absolute is one in the data folder.
    package var tlsCertificates: [FilePath] = []
    /// The keys of the chains, in their order.
    package var tlsKeys: [FilePath] = []
    /// Where nothing happens but that people are sent to the public address.
    package var redirectListen: [ListenAddress] = []
    /// How long browsers shall come by https only (RFC 6797); zero asks for nothing.
    package var hsts = Duration.days(365)
    /// Connections at a time, at most.
    package var connections = 20_000
    /// Connections of one client network (an IPv4 /24, an IPv6 /64) at a time, at most.
    package var connectionsPerNetwork = 1024
    /// Connections of one IPv4 address at a time, at most.
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

    /// Whether people who signed in with an initial password must choose their own.
    package enum OwnPassword: String, CaseIterable, Sendable {
        case offered
        case required
    }

    package init() {}

    /// The address for links in mails: the one set, or the loopback address listened on.
    package var baseURL: PublicURL {
        publicURL ?? listen.first.flatMap(PublicURL.init(loopbackListening:)) ?? .local
    }

    /// The certificates for TLS with their keys; none where TLS is off.
    package func certificates(in folder: DataFolder) -> [TLSCertificateFiles] {
        zip(tlsCertificates, tlsKeys).map { chain, key in
            TLSCertificateFiles(chain: folder.path.pushing(chain), key: folder.path.pushing(key))
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
            let isName = host.utf8.contains { ASCII.isLowercase($0) } && !host.utf8.contains(UInt8(ascii: ":"))
            return try EmailAddress("nachlese@" + (isName ? host : "localhost"))
        }
    }

    /// The sender as it is shown; empty where there can be none.
    var senderText: String { (try? senderAddress)?.description ?? "" }

    /// Who writes mails.
    package var letterhead: Letterhead {
        Letterhead(serviceName: serviceName, site: "\(baseURL)", office: office)
    }
}

extension SendingRate {
    package init(_ settings: Settings) {
        self.init(perMinute: settings.mailsPerMinute, perDay: settings.mailsPerDay)
    }
}

/// The mail server that mails are handed over to.
package struct SMTPSettings: Sendable, Equatable {
    /// A host name in ASCII or an IP address without brackets; empty where none is set.
    package var host = ""
    /// Nil: the usual one.
    package var port: UInt16?
    package var security = SMTPSecurity.tls
    /// Empty: without signing in.
    package var user = ""
    /// A file with the password; nil: with a user, the credential `smtp-password` of systemd.
    ///
    /// A path that is not absolute is one in the data folder.
    package var passwordFile: FilePath?
    /// Authorities in PEM that are trusted instead of the system's.
    package var authorities: FilePath?
    /// How this machine calls itself; nil: by the host of the public address.
    package var helloName: SMTPHelloName?
    /// How long the server may take for an answer.
    package var timeout = Duration.seconds(60)

    package init() {}
}

/// What addresses stand for, with the text that says it in the settings: `localhost:80` is 127.0.0.1:80.
///
/// What is wrong with the text is told to those who need the value, so that no other command stops for it.
package struct Written<Value: Equatable & Sendable, Failure: Error & Equatable>: Equatable, Sendable {
    package let text: String
    private let result: Result<Value, Failure>

    private init(_ text: String, _ result: Result<Value, Failure>) {
        self.text = text
        self.result = result
    }

    package var value: Value {
        get throws(Failure) { try result.get() }
    }
}

package typealias ListenAddress = Written<SocketAddress, SocketAddressError>

extension ListenAddress {
    /// Reads what `SocketAddress` reads.
    package init(_ text: String) {
        self.init(text, Result { () throws(SocketAddressError) in try SocketAddress(text) })
    }

    package init(_ address: SocketAddress) {
        self.init(address.description, .success(address))
    }
}

package typealias WrittenProxies = Written<TrustedProxies, AddressBlockError>

extension WrittenProxies {
    /// Reads what `TrustedProxies` reads.
    init(_ texts: [String]) {
        self.init(
            texts.joined(separator: ", "), Result { () throws(AddressBlockError) in try TrustedProxies(texts) })
    }
}
