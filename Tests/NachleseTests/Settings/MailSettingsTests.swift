import Mail
import SystemPackage
import Testing

@testable import Nachlese

/// Settings about the way that mails take.
struct MailSettingsTests {
    private func read(_ text: String, environment: [String: String] = [:]) throws -> Settings {
        try SettingsReader.read(file: ("nachlese.conf", Array(text.utf8)), environment: environment)
    }

    @Test("write mails into a folder by default")
    func defaults() throws {
        let settings = Settings()
        #expect(settings.mailTransport == .folder && settings.sendmailPath == "/usr/sbin/sendmail")
        #expect(settings.smtp == SMTPSettings() && settings.smtp.security == .tls)
        #expect(settings.ownMailName.description == "[127.0.0.1]")
        try SettingsReader.check(settings)
    }

    @Test("are read")
    func reads() throws {
        let settings = try read(
            """
            public-url = https://slides.example.org
            mail-transport = smtp
            smtp-host = Mail.Müller.example
            smtp-port = 2525
            smtp-security = starttls
            smtp-user = jörg
            smtp-password-file = secret/smtp password
            smtp-ca-file = /etc/ssl/own.pem
            smtp-timeout = 600
            sendmail-path = /usr/bin/msmtp
            """)
        #expect(settings.mailTransport == .smtp && settings.sendmailPath == "/usr/bin/msmtp")
        #expect(settings.smtp.host == "mail.xn--mller-kva.example" && settings.smtp.port == 2525)
        #expect(settings.smtp.security == .startTLS && settings.smtp.user == "jörg")
        #expect(settings.smtp.timeout == .seconds(600))
        #expect(settings.smtp.passwordFile == "secret/smtp password" && settings.smtp.authorities == "/etc/ssl/own.pem")
        #expect(settings.ownMailName.description == "slides.example.org")
        #expect(try read("smtp-hello-name = a.example").ownMailName.description == "a.example")
        try SettingsReader.check(settings)
    }

    @Test("take addresses for hosts", arguments: [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("::1", "::1")])
    func addresses(text: String, host: String) throws {
        #expect(try read("smtp-host = \(text)").smtp.host == host)
    }

    @Test("can be taken back by an empty value")
    func empty() throws {
        let settings = try read(
            "smtp-host =\nsmtp-port =\nsmtp-user =\nsmtp-password-file =\nsmtp-ca-file =\nsmtp-hello-name =")
        #expect(settings.smtp == SMTPSettings())
    }

    @Test(
        "say what is wrong",
        arguments: [
            ("mail-transport = mail", "must be folder or sendmail or smtp"), ("smtp-port = 0", "from 1 to 65535"),
            ("smtp-port = 65536", "from 1 to 65535"), ("smtp-security = ssl", "must be tls or starttls or none"),
            ("smtp-host = mail.example.org:465", "without a port"), ("smtp-host = a b", "without a port"),
            ("smtp-host = [a.example]", "without a port"), ("smtp-timeout = 0", "from 1 to 600"),
            ("smtp-hello-name = a_b", "a host name"), ("sendmail-path = sendmail", "a path that begins with /"),
            ("sendmail-path =", "a path that begins with /"), ("smtp-ca-file = a\u{1}b", "without control signs"),
            ("smtp-password = x", "there is no setting 'smtp-password'"),
        ])
    func refuses(text: String, expected: String) {
        #expect {
            try read(text)
        } throws: { error in
            "\(error)".contains(expected)
        }
    }

    @Test("know no password in the environment")
    func environment() {
        #expect(throws: SettingsReader.Fault.self) { try read("", environment: ["NACHLESE_SMTP_PASSWORD": "x"]) }
    }

    @Test(
        "that contradict each other are refused with what to do",
        arguments: [
            ("mail-transport = smtp", .mailServerNeeded, "needs 'smtp-host'"),
            ("smtp-host = a.example", .mailServerUnused("smtp-host", .folder), "set 'mail-transport' to smtp"),
            (
                "mail-transport = sendmail\nsmtp-user = a", .mailServerUnused("smtp-user", .sendmail),
                "mails go by 'sendmail'"
            ),
            (
                "mail-transport = smtp\nsmtp-host = a.example\nsmtp-password-file = b", .mailUserNeeded,
                "needs 'smtp-user'"
            ),
            (
                "mail-transport = smtp\nsmtp-host = 192.0.2.1\nsmtp-security = none",
                .insecureMailServer("192.0.2.1"), "set it to tls or starttls"
            ),
            (
                "mail-transport = smtp\nsmtp-host = 2001:db8::1\nsmtp-security = none",
                .insecureMailServer("2001:db8::1"), "set it to tls or starttls"
            ),
        ] as [(String, SettingsReader.Fault, String)])
    func contradictions(text: String, fault: SettingsReader.Fault, advice: String) throws {
        let settings = try read(text)
        #expect(throws: fault) { try SettingsReader.check(settings) }
        #expect(fault.description.contains(advice))
    }

    @Test(
        "that go together are accepted",
        arguments: [
            "mail-transport = sendmail", "mail-transport = smtp\nsmtp-host = a.example",
            "mail-transport = smtp\nsmtp-host = 127.0.0.2\nsmtp-security = none",
            "mail-transport = smtp\nsmtp-host = ::1\nsmtp-security = none",
            "mail-transport = smtp\nsmtp-host = localhost\nsmtp-security = none", "smtp-timeout = 5",
        ])
    func harmony(text: String) throws {
        try SettingsReader.check(try read(text))
    }
}
