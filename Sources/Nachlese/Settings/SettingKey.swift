import Catalogue
import Letters
import Mail
import SystemPackage

/// The names of the settings, as they stand in `nachlese.conf`; in the environment `NACHLESE_` and the same in capitals.
package enum SettingKey: String, CaseIterable, Sendable {
    case listen
    case publicURL = "public-url"
    case serviceName = "service-name"
    case officeName = "office-name"
    case officeStreet = "office-street"
    case officeCity = "office-city"
    case officeNote = "office-note"
    case officePhone = "office-phone"
    case officeFax = "office-fax"
    case officeWebsite = "office-website"
    case officeEmail = "office-email"
    case mailFrom = "mail-from"
    case mailTransport = "mail-transport"
    case smtpHost = "smtp-host"
    case smtpPort = "smtp-port"
    case smtpSecurity = "smtp-security"
    case smtpUser = "smtp-user"
    case smtpPasswordFile = "smtp-password-file"
    case smtpAuthorities = "smtp-ca-file"
    case smtpHelloName = "smtp-hello-name"
    case smtpTimeout = "smtp-timeout"
    case sendmailPath = "sendmail-path"
    case bounceAddress = "bounce-address"
    case mailsPerMinute = "mails-per-minute"
    case mailsPerDay = "mails-per-day"
    case mailHTML = "mail-html"
    case tellRevoked = "tell-revoked"
    case minimumPasswordLength = "minimum-password-length"
    case ownPassword = "own-password"
    case initialPasswordDays = "initial-password-days"
    case requestedCredentialsPerHour = "requested-credentials-per-hour"
    case guestDays = "guest-days"
    case undoMinutes = "undo-minutes"
    case announceMinutes = "announce-minutes"
    case remindDays = "remind-days"
    case officeLanguage = "office-language"
    case accessCodesPerHour = "access-codes-per-hour"
    case trustedProxies = "trusted-proxies"
    case forwardedField = "forwarded-field"
    case proxyProtocol = "proxy-protocol"
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case redirectListen = "redirect-listen"
    case hstsDays = "hsts-days"
    case connections
    case connectionsPerNetwork = "connections-per-network"
    case connectionsPerAddress = "connections-per-address"

    /// The name of the environment variable.
    package var environmentName: String {
        "NACHLESE_"
            + String(
                decoding: rawValue.utf8.map { byte in
                    byte == UInt8(ascii: "-")
                        ? UInt8(ascii: "_") : (0x61...0x7A).contains(byte) ? byte & ~0x20 : byte
                }, as: UTF8.self)
    }

    /// Puts a value into the settings.
    ///
    /// - Throws: what is expected instead, to be shown behind the name of the setting.
    func set(_ value: String, in settings: inout Settings) throws(BadValue) {
        switch self {
        case .listen:
            let addresses = words(value)
            guard !addresses.isEmpty else { throw BadValue("an address such as 127.0.0.1:8087") }
            settings.listen = addresses
        case .publicURL:
            guard let url = PublicURL(value) else {
                throw BadValue("an address without a path, such as https://slides.example.org")
            }
            settings.publicURL = url
        case .serviceName: settings.serviceName = try line(value, allowsEmpty: false)
        case .officeName: settings.office.name = try line(value)
        case .officeStreet: settings.office.street = try line(value)
        case .officeCity: settings.office.city = try line(value)
        case .officeNote: settings.office.note = try line(value)
        case .officePhone: settings.office.phone = try line(value)
        case .officeFax: settings.office.fax = try line(value)
        case .officeWebsite:
            guard value.isEmpty || value.utf8.starts(with: "https://".utf8) || value.utf8.starts(with: "http://".utf8)
            else { throw BadValue("an address that begins with https:// or http://") }
            settings.office.website = try line(value)
        case .officeEmail: settings.office.email = try address(value)
        case .mailFrom: settings.sender = try address(value)
        case .bounceAddress:
            let address = try address(value)
            guard address.map(BounceAddress.isPossible) ?? true else {
                throw BadValue(
                    "an e-mail address with at most \(BounceAddress.longestLocalPart) ASCII letters, digits or signs "
                        + "before the '@'")
            }
            settings.bounceAddress = address
        case .mailsPerMinute: settings.mailsPerMinute = try number(value, 1...6000)
        case .mailsPerDay: settings.mailsPerDay = try number(value, 0...1_000_000)
        case .mailHTML: settings.mailHTML = try choice(value)
        case .tellRevoked: settings.tellRevoked = try choice(value)
        case .minimumPasswordLength: settings.minimumPasswordLength = try number(value, 8...64)
        case .ownPassword: settings.ownPassword = try choice(value)
        case .initialPasswordDays: settings.initialPasswordDays = try number(value, 1...365)
        case .requestedCredentialsPerHour: settings.requestedCredentialsPerHour = try number(value, 1...10_000)
        case .guestDays: settings.guestDays = try number(value, 1...3650)
        case .undoMinutes: settings.undoMinutes = try number(value, 0...60)
        case .announceMinutes: settings.announceMinutes = try number(value, 0...1440)
        case .remindDays: settings.remindDays = try number(value, 1...90)
        case .officeLanguage: settings.officeLanguage = try choice(value)
        case .accessCodesPerHour: settings.accessCodesPerHour = try number(value, 1...500)
        case .trustedProxies: settings.trustedProxies = words(value)
        case .forwardedField: settings.forwardedField = try choice(value)
        case .proxyProtocol: settings.proxyProtocol = try choice(value)
        case .tlsCertificate: settings.tlsCertificates = try paths(value)
        case .tlsKey: settings.tlsKeys = try paths(value)
        case .redirectListen: settings.redirectListen = words(value)
        case .hstsDays: settings.hstsDays = try number(value, 0...3650)
        case .connections: settings.connections = try number(value, 1...100_000)
        case .connectionsPerNetwork: settings.connectionsPerNetwork = try number(value, 1...100_000)
        case .connectionsPerAddress: settings.connectionsPerAddress = try number(value, 1...100_000)
        case .mailTransport: settings.mailTransport = try choice(value)
        case .smtpHost: settings.smtp.host = try host(value)
        case .smtpPort: settings.smtp.port = value.isEmpty ? nil : UInt16(try number(value, 1...65_535))
        case .smtpSecurity: settings.smtp.security = try choice(value)
        case .smtpUser: settings.smtp.user = try line(value)
        case .smtpPasswordFile: settings.smtp.passwordFile = try path(value)
        case .smtpAuthorities: settings.smtp.authorities = try path(value)
        case .smtpHelloName:
            guard value.isEmpty || SMTPHelloName(host: value) != nil else {
                throw BadValue("a host name such as slides.example.org")
            }
            settings.smtp.helloName = SMTPHelloName(host: value)
        case .smtpTimeout: settings.smtp.timeout = try number(value, 1...600)
        case .sendmailPath:
            guard let path = try path(value), path.isAbsolute else { throw BadValue("a path that begins with /") }
            settings.sendmailPath = path
        }
    }

    /// What is expected where a value is wrong.
    struct BadValue: Error {
        let expected: String

        init(_ expected: String) {
            self.expected = expected
        }
    }

    /// What stands between blanks and commas.
    private func words(_ value: String) -> [String] {
        value.utf8.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            .map { String(Substring($0)) }
    }

    /// What stands between commas, which may hold blanks.
    private func paths(_ value: String) throws(BadValue) -> [String] {
        var paths: [String] = []
        for part in value.utf8.split(separator: UInt8(ascii: ",")) {
            let blank = UInt8(ascii: " ")
            guard let first = part.firstIndex(where: { $0 != blank }), let last = part.lastIndex(where: { $0 != blank })
            else { continue }
            let path = part[first...last]
            guard !path.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw BadValue("paths without control signs")
            }
            paths.append(String(Substring(path)))
        }
        return paths
    }

    /// One path; nil for none.
    private func path(_ value: String) throws(BadValue) -> FilePath? {
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw BadValue("a path without control signs")
        }
        return value.isEmpty ? nil : FilePath(value)
    }

    /// A host name, with punycode for umlauts, or an IP address, whose brackets are left away.
    private func host(_ value: String) throws(BadValue) -> String {
        if value.isEmpty { return "" }
        let isBracketed = value.utf8.first == UInt8(ascii: "[") && value.utf8.last == UInt8(ascii: "]")
        let host = isBracketed ? String(value.dropFirst().dropLast()) : value
        let isAddress = host.utf8.contains(UInt8(ascii: ":"))
        if isAddress, SMTPHelloName(host: host) != nil { return host }
        guard !isBracketed, let name = try? DomainName(host) else {
            throw BadValue("the name of a mail server without a port, such as mail.example.org")
        }
        return name.ascii
    }

    private func choice<Choice: CaseIterable & RawRepresentable<String>>(_ value: String) throws(BadValue) -> Choice {
        guard let choice = Choice(rawValue: value) else {
            throw BadValue(Choice.allCases.map(\.rawValue).joined(separator: " or "))
        }
        return choice
    }

    private func line(_ value: String, allowsEmpty: Bool = true) throws(BadValue) -> String {
        guard let label = try? Label(value, allowsEmpty: allowsEmpty) else {
            throw BadValue("one line of at most \(Label.maximumLength) octets")
        }
        return label.text
    }

    private func address(_ value: String) throws(BadValue) -> EmailAddress? {
        if value.isEmpty { return nil }
        guard let address = try? EmailAddress(value) else { throw BadValue("an e-mail address") }
        return address
    }

    private func number(_ value: String, _ range: ClosedRange<Int>) throws(BadValue) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw BadValue("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
