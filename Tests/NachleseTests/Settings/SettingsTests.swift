import Codecs
import Mail
import Testing

@testable import Letters
@testable import Nachlese

struct SettingsTests {
    private func read(_ text: String, environment: [String: String] = [:]) throws -> Settings {
        try SettingsReader.read(file: ("nachlese.conf", Array(text.utf8)), environment: environment)
    }

    @Test("works on defaults")
    func defaults() throws {
        let settings = try SettingsReader.read(file: nil, environment: ["HOME": "/", "NACHLESE_DATA": "/x"])
        #expect(settings.listen.map(\.text) == ["127.0.0.1:8087"])
        #expect(settings.baseURL.description == "http://127.0.0.1:8087")
        #expect(try settings.senderAddress.description == "nachlese@localhost")
        try SettingsReader.check(settings)
    }

    @Test("takes the file, and the environment over it")
    func reads() throws {
        let settings = try read(
            "\u{FEFF}# Kommentar\r\n\r\n  public-url = https://Slides.example.org/ \r\noffice-name=Büro = gut\r\nown-password = required",
            environment: ["NACHLESE_INITIAL_PASSWORD_DAYS": "14", "NACHLESE_OFFICE_CITY": "Erfurt"])
        #expect(settings.publicURL?.description == "https://slides.example.org")
        #expect(settings.office.name == "Büro = gut")
        #expect(settings.office.city == "Erfurt")
        #expect(settings.ownPassword == .required)
        #expect(settings.initialPasswordLife == .days(14))
        #expect(try settings.senderAddress.description == "nachlese@slides.example.org")
    }

    @Test(
        "says what is wrong and where",
        arguments: [
            ("publik-url = https://a.example", "line 1: there is no setting 'publik-url'; did you mean 'public-url'?"),
            ("\nlisten", "line 2: expected 'key = value'"),
            ("listen = a\nlisten = b", "line 2: 'listen' is set a second time"),
            ("public-url = example.org", "line 1: 'public-url' must be an address without a path"),
            ("public-url = https://example.org/a", "must be an address without a path"),
            ("minimum-password-length = 7", "must be a whole number from 8 to 64"),
            ("minimum-password-length = 99999999999999999999", "must be a whole number from 8 to 64"),
            ("own-password = no", "must be offered or required"),
            ("own-password = offered # x", "must be offered or required; a comment needs a line of its own"),
            ("office-email = a@b@c", "must be an e-mail address"),
            ("listen = ,", "must be an address such as"), ("office-website = javascript:x", "begins with https://"),
            ("forwarded-field = x-real-ip", "must be x-forwarded-for or forwarded"),
            ("proxy-protocol = on", "must be off or required"), ("hsts-days = 3651", "whole number from 0 to 3650"),
            ("requested-credentials-per-hour = 0", "whole number from 1 to 10000"),
            ("hsts-days = -1", "whole number from 0 to 3650"), ("connections = 0", "whole number from 1 to 100000"),
            ("connections-per-network = 100001", "whole number from 1 to 100000"),
            ("connections-per-address = 0", "whole number from 1 to 100000"),
            ("tls-key = a\u{0}b", "must be paths without control signs"),
        ])
    func refuses(text: String, expected: String) {
        #expect {
            try read(text)
        } throws: { error in
            "\(error)".contains(expected)
        }
    }

    @Test("refuses an unknown variable and bytes that are no text")
    func refusesElsewhere() {
        #expect(throws: SettingsReader.Fault.self) { try read("", environment: ["NACHLESE_LISTN": "x"]) }
        #expect(throws: SettingsReader.Fault.notUTF8(file: "f")) {
            try SettingsReader.read(file: ("f", [0xFF]), environment: [:])
        }
    }

    @Test(
        "reads public addresses",
        arguments: [
            ("http://127.0.0.1:8087", "http://127.0.0.1:8087"), ("https://a.example:443/", "https://a.example"),
            ("http://[::1]:80", "http://[::1]"), ("https://A.Example", "https://a.example"),
        ])
    func publicURL(text: String, expected: String) {
        #expect(PublicURL(text)?.description == expected)
    }

    @Test(
        "refuses what is no public address",
        arguments: [
            "", "a.example", "ftp://a.example", "https://", "https://a b", "https://a/b", "https://a?b", "https://a:0",
            "https://a:65536", "https://a:+1", "https://user@a", "https://[::1", "https://ä.example", "https://a\u{0}",
        ])
    func noPublicURL(text: String) {
        #expect(PublicURL(text) == nil)
    }
}
