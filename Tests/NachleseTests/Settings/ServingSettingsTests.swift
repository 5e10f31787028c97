import Codecs
import Networking
import SystemPackage
import Testing

@testable import Nachlese

/// Settings about proxies, TLS and connections.
struct ServingSettingsTests {
    private func read(_ text: String) throws -> Settings {
        try SettingsReader.read(file: ("nachlese.conf", Array(text.utf8)), environment: [:])
    }

    @Test("are off by default")
    func defaults() {
        let settings = Settings()
        #expect(settings.trustedProxies.text == "" && settings.redirectListen == [])
        #expect(settings.forwardedField == .xForwardedFor && settings.proxyProtocol == .off)
        #expect(settings.tlsCertificates == [] && settings.tlsKeys == [])
        #expect(settings.hsts == .days(365))
        #expect(settings.connections == 20_000)
        #expect(settings.connectionsPerNetwork == 1024 && settings.connectionsPerAddress == 256)
        #expect(settings.certificates(in: DataFolder("/data")) == [])
    }

    @Test("are read")
    func reads() throws {
        let settings = try read(
            """
            trusted-proxies = 127.0.0.1, ::1,10.0.0.0/8 \t unix
            forwarded-field = forwarded
            proxy-protocol = required
            tls-certificate = my chain.pem , /etc/other.pem
            tls-key = key.pem,/etc/other.key
            redirect-listen = *:80 [::1]:8080
            hsts-days = 0
            connections = 100000
            connections-per-network = 1
            connections-per-address = 2
            """)
        #expect(settings.trustedProxies.text == "127.0.0.1, ::1, 10.0.0.0/8, unix")
        #expect(settings.forwardedField == .forwarded && settings.proxyProtocol == .required)
        #expect(settings.tlsCertificates == ["my chain.pem", "/etc/other.pem"])
        #expect(settings.tlsKeys == ["key.pem", "/etc/other.key"])
        #expect(settings.redirectListen.map(\.text) == ["*:80", "[::1]:8080"])
        #expect(settings.hsts == .zero && settings.connections == 100_000)
        #expect(settings.connectionsPerNetwork == 1 && settings.connectionsPerAddress == 2)
    }

    @Test("can be taken back by an empty value")
    func empty() throws {
        let settings = try read("trusted-proxies =\ntls-certificate = , \ntls-key =\nredirect-listen =")
        #expect(settings.trustedProxies.text == "" && settings.redirectListen == [])
        #expect(settings.tlsCertificates == [] && settings.tlsKeys == [])
    }

    @Test("know the files of certificates, in the data folder where a path does not say otherwise")
    func certificates() throws {
        let settings = try read("tls-certificate = tls/a.pem, /etc/b.pem\ntls-key = tls/a.key, /etc/b.key")
        #expect(
            settings.certificates(in: DataFolder("/data")) == [
                .init(chain: "/data/tls/a.pem", key: "/data/tls/a.key"), .init(chain: "/etc/b.pem", key: "/etc/b.key"),
            ])
    }

    private static let secure = "public-url = https://a.example\n"

    @Test(
        "that contradict each other are refused with what to do",
        arguments: [
            ("tls-certificate = a", .unmatchedCertificates(1, keys: 0), "'tls-key' names 0"),
            ("tls-key = a", .unmatchedCertificates(0, keys: 1), "'tls-certificate' names 0"),
            ("tls-certificate = a,b\ntls-key = a", .unmatchedCertificates(2, keys: 1), "in the same order"),
            ("tls-certificate = a\ntls-key = b", .secureURLNeeded("tls-certificate"), "begins with https://"),
            (
                "tls-certificate = a\ntls-key = b\npublic-url = http://a.example", .secureURLNeeded("tls-certificate"),
                "'tls-certificate' needs a 'public-url'"
            ),
            ("redirect-listen = *:80", .secureURLNeeded("redirect-listen"), "'redirect-listen' needs a 'public-url'"),
            (
                "redirect-listen = *:80\npublic-url = http://a.example", .secureURLNeeded("redirect-listen"),
                "begins with https://"
            ),
            ("proxy-protocol = required", .proxiesNeeded("proxy-protocol"), "needs 'trusted-proxies'"),
            (
                secure + "listen = *:80\nredirect-listen = [::1]:80 *:80", .servedAndRedirected("*:80"),
                "remove it from one of the two"
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
            secure + "tls-certificate = a\ntls-key = b\nredirect-listen = *:80\nlisten = *:443",
            "proxy-protocol = required\ntrusted-proxies = ::1", secure + "redirect-listen = *:80", "hsts-days = 9",
            "trusted-proxies = unix", "connections = 100",
        ])
    func harmony(text: String) throws {
        try SettingsReader.check(try read(text))
    }
}
