import Letters
import Platform
import SystemPackage
import Testing

@testable import Nachlese

/// The table of the settings, from which all that names them follows.
struct SettingTableTests {
    /// A value for each setting, none of them the default.
    private static let values = """
        listen = localhost:80, unix:/run/a.socket
        public-url = https://a.example
        service-name = Folien
        office-name = Büro
        office-street = Straße 1
        office-city = Erfurt
        office-note = Hof
        office-phone = 1
        office-fax = 2
        office-website = https://b.example
        office-email = a@a.example
        mail-from = b@a.example
        mail-transport = smtp
        smtp-host = mail.example
        smtp-port = 26
        smtp-security = starttls
        smtp-user = c
        smtp-password-file = d
        smtp-ca-file = e
        smtp-hello-name = f.example
        smtp-timeout = 59
        sendmail-path = /bin/true
        bounce-address = g@a.example
        mails-per-minute = 61
        mails-per-day = 501
        mail-html = off
        tell-revoked = yes
        minimum-password-length = 13
        own-password = required
        initial-password-days = 31
        requested-credentials-per-hour = 101
        guest-days = 91
        undo-minutes = 11
        announce-minutes = 6
        remind-days = 4
        office-language = en
        access-codes-per-hour = 62
        trusted-proxies = ::1, 10.0.0.0/8, unix
        forwarded-field = forwarded
        proxy-protocol = required
        tls-certificate = h i, j
        tls-key = k, l
        redirect-listen = *:81
        hsts-days = 366
        connections = 20001
        connections-per-network = 1025
        connections-per-address = 257
        """

    @Test("keeps each value apart and shows it as it is read")
    func values() throws {
        let settings = try SettingsReader.read(file: ("f", Array(Self.values.utf8)), environment: [:])
        let shown = Setting.all.map { "\($0.key) = \($0.text(in: settings))" }
        #expect(shown.joined(separator: "\n") == Self.values)
        try SettingsReader.check(settings)
        let defaults = Settings()
        for setting in Setting.all { #expect(setting.text(in: settings) != setting.text(in: defaults)) }
    }

    @Test("takes the same from the environment")
    func environment() throws {
        let lines = Self.values.split(separator: "\n").map { $0.split(separator: " = ").map(String.init) }
        let names = Dictionary(uniqueKeysWithValues: zip(Setting.all.map(\.environmentName), lines.map { $0[1] }))
        #expect(names["NACHLESE_PUBLIC_URL"] == "https://a.example")
        let settings = try SettingsReader.read(file: nil, environment: names)
        #expect(Setting.all.map { $0.text(in: settings) } == lines.map { $0[1] })
    }

    @Test("finds a setting by its property")
    func properties() {
        #expect(Setting.of(\.listen).key == "listen" && Setting.of(\.sender).key == "mail-from")
        #expect(
            Setting.of(\.trustedProxies).key == "trusted-proxies" && Setting.of(\.office.email).key == "office-email")
        #expect(Setting.of(\.requestedCredentialsPerHour).key == "requested-credentials-per-hour")
        #expect(Setting.of(\.accessCodesPerHour).key == "access-codes-per-hour")
    }

    private static let readme = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined() + "/README.md"

    @Test("is what the README has")
    func documentation() throws {
        let defaults = Settings()
        let rows = Setting.all.map { setting in
            let value = setting.text(in: defaults)
            return "| `\(setting.key)` | \(setting.help) | \(setting.expected) | \(value.isEmpty ? "" : "`\(value)`") |"
        }
        let table = (["| setting | what it is | must be | default |", "|---|---|---|---|"] + rows).joined(
            separator: "\n")
        let file = try FileDescriptor.open(FilePath(Self.readme), .readOnly, options: .closeOnExec)
        let readme = String(decoding: try file.closeAfter { try file.contents(limit: 1 << 20) }, as: UTF8.self)
        #expect(readme.contains("\n\n\(table)\n\n"), "the README needs this table:\n\(table)")
    }
}
