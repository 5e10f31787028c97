import Codecs
import Letters
import Mail

/// A setting: how it is called, where its value is, what it may be, and what it is for.
package struct Setting: Sendable {
    /// The name in `nachlese.conf`.
    package let key: String
    /// What a value must be, to be put behind “must be”.
    package let expected: String
    package let help: String

    private let path: any PartialKeyPath<Settings> & Sendable
    private let parse: @Sendable (String, inout Settings) throws(SettingRefusal) -> Void
    private let print: @Sendable (Settings) -> String

    /// `inForce`: what is used where the value alone does not tell.
    private init<Value>(
        _ key: String, _ path: any WritableKeyPath<Settings, Value> & Sendable, _ codec: SettingCodec<Value>,
        _ help: String, inForce: (@Sendable (Settings) -> String)? = nil
    ) {
        self.key = key
        self.path = path
        self.help = help
        expected = codec.expected
        parse = { text, settings throws(SettingRefusal) in settings[keyPath: path] = try codec.parse(text) }
        print = inForce ?? { codec.print($0[keyPath: path]) }
    }

    /// Every setting, in the order in which they are shown: a new one is a line here and a property of `Settings`.
    package static let all: [Setting] = [
        Setting(
            "listen", \.listen, .addresses.requiring("an address such as 127.0.0.1:8087") { !$0.isEmpty },
            "`127.0.0.1:8087`, `[::1]:8087`, `*:8087`, `unix:/PATH`; several with commas"),
        Setting(
            "public-url", \.publicURL, .publicURL,
            "the address people use; needed where others than this machine connect"
        ) { "\($0.baseURL)" },
        Setting("service-name", \.serviceName, .line(allowsEmpty: false), "what the service is called"),
        Setting("office-name", \.office.name, .line, "who runs the service, for the contact box and mails"),
        Setting("office-street", \.office.street, .line, "the street and number of the office"),
        Setting("office-city", \.office.city, .line, "the postcode and town of the office"),
        Setting("office-note", \.office.note, .line, "a note for visitors, such as where the entrance is"),
        Setting("office-phone", \.office.phone, .line, "the telephone of the office"),
        Setting("office-fax", \.office.fax, .line, "the fax of the office"),
        Setting("office-website", \.office.website, .webAddress, "the web site of the office"),
        Setting(
            "office-email", \.office.email, .optional(.email), "the office, which is mailed about requests for access"),
        Setting("mail-from", \.sender, .optional(.email), "the sender of mails") { $0.senderText },
        Setting("mail-transport", \.mailTransport, .choice, "how mails leave"),
        Setting("smtp-host", \.smtp.host, .mailServer, "the mail server for `smtp`"),
        Setting(
            "smtp-port", \.smtp.port, .optional(.number(1...65_535)),
            "else 465 for `tls`, 587 for `starttls`, 25 for `none`"
        ) {
            "\($0.smtp.port ?? $0.smtp.security.port)"
        },
        Setting("smtp-security", \.smtp.security, .choice, "`none` is for a mail server on this machine alone"),
        Setting("smtp-user", \.smtp.user, .line, "the name to sign in with at the mail server"),
        Setting(
            "smtp-password-file", \.smtp.passwordFile, .optional(.path),
            "readable by its owner alone; without it, the systemd credential `smtp-password`"),
        Setting("smtp-ca-file", \.smtp.authorities, .optional(.path), "authorities (PEM) instead of the system's"),
        Setting(
            "smtp-hello-name", \.smtp.helloName, .optional(.helloName), "how this machine calls itself to mail servers"
        ) {
            "\($0.ownMailName)"
        },
        Setting("smtp-timeout", \.smtp.timeout, .duration(.seconds, 1...600), "seconds to wait for an answer"),
        Setting("sendmail-path", \.sendmailPath, .absolutePath, "the program for `sendmail`"),
        Setting(
            "bounce-address", \.bounceAddress, .optional(.bounceAddress),
            "what envelope senders are made from, for returned mail"),
        Setting(
            "mails-per-minute", \.mailsPerMinute, .number(1...6000),
            "mails in any 60 seconds, counted over restarts; not for `folder`"),
        Setting("mails-per-day", \.mailsPerDay, .number(0...1_000_000), "the same in any 24 hours; 0: no bound"),
        Setting("mail-html", \.mailHTML, .choice, "an HTML part beside the text"),
        Setting("tell-revoked", \.tellRevoked, .choice, "whether people get a mail when their access is revoked"),
        Setting(
            "minimum-password-length", \.minimumPasswordLength, .number(8...64),
            "signs of an own password; NIST SP 800-63B-4 recommends 15"),
        Setting("own-password", \.ownPassword, .choice, "whether people must choose their own"),
        Setting(
            "initial-password-days", \.initialPasswordLife, .duration(.days, 1...365),
            "days that an unused initial password lives"),
        Setting(
            "requested-credentials-per-hour", \.requestedCredentialsPerHour, .number(1...10_000),
            "mails with new credentials that people ask for themselves"),
        Setting("guest-days", \.guestAdmission, .duration(.days, 1...3650), "days of a guest's admission"),
        Setting("undo-minutes", \.undoPeriod, .duration(.minutes, 0...60), "minutes to take a decision back"),
        Setting(
            "announce-minutes", \.announcementDelay, .duration(.minutes, 0...1440),
            "minutes in which new requests are gathered into one mail to the office"),
        Setting(
            "remind-days", \.reminderDelay, .duration(.days, 1...90),
            "days until the office is told again of an open request"),
        Setting("office-language", \.officeLanguage, .choice, "the language of mails to the office"),
        Setting(
            "access-codes-per-hour", \.accessCodesPerHour, .number(1...500),
            "mails to people without an account who ask for access; at most half of `mails-per-day`"),
        Setting("trusted-proxies", \.trustedProxies, .proxies, "proxies that are believed about for whom they ask"),
        Setting("forwarded-field", \.forwardedField, .choice, "the field in which proxies say for whom they ask"),
        Setting(
            "proxy-protocol", \.proxyProtocol, .choice, "whether connections begin with a PROXY header (version 1 or 2)"
        ),
        Setting("tls-certificate", \.tlsCertificates, .paths, "certificate chains (PEM), where no proxy ends TLS"),
        Setting("tls-key", \.tlsKeys, .paths, "the keys (PEM) of the certificates, in the same order"),
        Setting("redirect-listen", \.redirectListen, .addresses, "where people are only sent to `public-url`"),
        Setting("hsts-days", \.hsts, .duration(.days, 0...3650), "days of Strict-Transport-Security; 0 sends none"),
        Setting("connections", \.connections, .number(1...100_000), "connections at a time, in all"),
        Setting(
            "connections-per-network", \.connectionsPerNetwork, .number(1...100_000),
            "of one client network, an IPv4 /24 or an IPv6 /64"),
        Setting("connections-per-address", \.connectionsPerAddress, .number(1...100_000), "of one IPv4 address"),
    ]

    /// The setting of a property; there must be one.
    package static func of(_ path: PartialKeyPath<Settings>) -> Setting {
        guard let setting = all.first(where: { $0.path == path }) else { preconditionFailure("no setting has \(path)") }
        return setting
    }

    /// The name of the environment variable.
    package var environmentName: String {
        let name = key.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : ASCII.uppercased($0) }
        return "NACHLESE_" + String(decoding: name, as: UTF8.self)
    }

    /// What is in force, written as in `nachlese.conf`; empty where nothing is.
    package func text(in settings: Settings) -> String { print(settings) }

    /// Puts a value into the settings.
    func set(_ text: String, in settings: inout Settings) throws(SettingRefusal) {
        try parse(text, &settings)
    }
}
