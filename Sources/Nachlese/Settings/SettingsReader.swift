import Codecs
import Mail
import Networking

/// Reads settings: the file first, then the environment over it.
package enum SettingsReader {
    /// What is wrong, with the place where it stands.
    package enum Fault: Error, Equatable, CustomStringConvertible {
        case notUTF8(file: String)
        case noEqualsSign(file: String, line: Int)
        case unknownKey(String, nearest: String, place: String)
        case repeatedKey(String, file: String, line: Int)
        case badValue(String, expected: String, place: String)
        /// The reason names an address that is none.
        case badAddress(String, reason: String)
        case publicURLNeeded(listening: String)
        /// The numbers of certificates and keys differ.
        case unmatchedCertificates(Int, keys: Int)
        /// TLS or a redirect to it needs a public address with https.
        case secureURLNeeded(String)
        /// This needs proxies to believe.
        case proxiesNeeded(String)
        /// The same address is to serve and to redirect.
        case servedAndRedirected(String)
        /// Mails are to go to a mail server, and none is named.
        case mailServerNeeded
        /// This is set for a mail server, and mails go another way.
        case mailServerUnused(String, Settings.MailTransportKind)
        /// A password without a user name.
        case mailUserNeeded
        /// Only this machine may be spoken to without TLS.
        case insecureMailServer(String)

        package var description: String {
            switch self {
            case .notUTF8(let file): "\(file): not UTF-8; save the file in this encoding"
            case .noEqualsSign(let file, let line): "\(file), line \(line): expected 'key = value' or a '#' comment"
            case .unknownKey(let key, let nearest, let place):
                "\(place): there is no setting '\(key)'; did you mean '\(nearest)'?"
            case .repeatedKey(let key, let file, let line):
                "\(file), line \(line): '\(key)' is set a second time; remove one of the two"
            case .badValue(let key, let expected, let place): "\(place): '\(key)' must be \(expected)"
            case .badAddress(let key, let reason): "setting '\(key)': \(reason)"
            case .publicURLNeeded(let address):
                "listening on \(address), which is not this machine alone, needs 'public-url', the address people use"
            case .unmatchedCertificates(let chains, let keys):
                "'tls-certificate' names \(chains) and 'tls-key' names \(keys); each certificate needs its key, in the "
                    + "same order"
            case .secureURLNeeded(let key):
                "'\(key)' needs a 'public-url' that begins with https://, the address people use"
            case .proxiesNeeded(let key):
                "'\(key)' needs 'trusted-proxies', the addresses of the proxies that connect here"
            case .servedAndRedirected(let address):
                "\(address) stands in 'listen' and in 'redirect-listen'; remove it from one of the two"
            case .mailServerNeeded:
                "'mail-transport' is smtp and needs 'smtp-host', the name of the mail server"
            case .mailServerUnused(let key, let kind):
                "'\(key)' is set, but mails go by '\(kind.rawValue)'; set 'mail-transport' to smtp, or remove "
                    + "'\(key)'"
            case .mailUserNeeded:
                "'smtp-password-file' needs 'smtp-user', the name to sign in with at the mail server"
            case .insecureMailServer(let host):
                "'smtp-security' is none, which is for a mail server on this machine only, and '\(host)' is another; "
                    + "set it to tls or starttls"
            }
        }
    }

    /// Reads `key = value` lines; `#` begins a comment line; blanks around key and value do not count.
    ///
    /// - Parameters:
    ///   - file: its name for messages, and its bytes; nil where there is none.
    ///   - environment: every variable; those beginning with `NACHLESE_` must be known, `NACHLESE_DATA` aside.
    /// - Returns: the defaults with everything that is set over them.
    /// - Throws: the first fault, with its place.
    package static func read(
        file: (name: String, bytes: [UInt8])?, environment: [String: String]
    ) throws(Fault) -> Settings {
        var settings = Settings()
        if let file { try read(file.bytes, named: file.name, into: &settings) }
        for (name, value) in environment.sorted(by: { $0.key < $1.key })
        where name.utf8.starts(with: "NACHLESE_".utf8) && name != "NACHLESE_DATA" {
            guard let setting = Setting.all.first(where: { $0.environmentName == name }) else {
                let nearest = Spelling.nearest(to: name, among: Setting.all.map(\.environmentName))
                throw .unknownKey(name, nearest: nearest, place: "environment")
            }
            try set(setting, to: value, place: "environment variable \(name)", in: &settings)
        }
        return settings
    }

    private static func read(_ bytes: [UInt8], named file: String, into settings: inout Settings) throws(Fault) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(file: file) }
        var seen: Set<String> = []
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, scalars) in lines.enumerated() {
            let line = trimmed(Substring(scalars))
            if line.isEmpty || line.utf8.first == UInt8(ascii: "#") { continue }
            guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                throw .noEqualsSign(file: file, line: index + 1)
            }
            let key = trimmed(line[..<equals])
            let value = trimmed(line[line.index(after: equals)...])
            let place = "\(file), line \(index + 1)"
            guard let setting = Setting.all.first(where: { $0.key == key }) else {
                let nearest = Spelling.nearest(to: key, among: Setting.all.map(\.key))
                throw .unknownKey(key, nearest: nearest, place: place)
            }
            guard seen.insert(key).inserted else { throw .repeatedKey(key, file: file, line: index + 1) }
            try set(setting, to: value, place: place, in: &settings)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        text.trimmingScalars { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
    }

    private static func set(
        _ setting: Setting, to value: String, place: String, in settings: inout Settings
    ) throws(Fault) {
        do throws(SettingRefusal) {
            try setting.set(value, in: &settings)
        } catch {
            let hint = value.utf8.contains(UInt8(ascii: "#")) ? "; a comment needs a line of its own" : ""
            throw .badValue(setting.key, expected: error.expected + hint, place: place)
        }
    }

    /// Refuses addresses that are none and settings that contradict each other, as far as that shows without opening
    /// anything.
    ///
    /// Afterwards the values of all addresses can be had.
    package static func check(_ settings: Settings) throws(Fault) {
        let listen = try addresses(\.listen, of: settings)
        _ = try addresses(\.redirectListen, of: settings)
        let hasProxies = try !proxies(of: settings).isEmpty
        guard settings.tlsCertificates.count == settings.tlsKeys.count else {
            throw .unmatchedCertificates(settings.tlsCertificates.count, keys: settings.tlsKeys.count)
        }
        let isSecure = settings.baseURL.isSecure
        guard settings.tlsCertificates.isEmpty || isSecure else {
            throw .secureURLNeeded(Setting.of(\.tlsCertificates).key)
        }
        guard settings.redirectListen.isEmpty || isSecure else {
            throw .secureURLNeeded(Setting.of(\.redirectListen).key)
        }
        guard settings.proxyProtocol == .off || hasProxies else {
            throw .proxiesNeeded(Setting.of(\.proxyProtocol).key)
        }
        for address in settings.redirectListen where settings.listen.contains(address) {
            throw .servedAndRedirected(address.text)
        }
        try checkMail(settings)
        if settings.publicURL == nil, let open = listen.first(where: { !$0.isLoopback || !$0.isInternet }) {
            throw .publicURLNeeded(listening: "\(open)")
        }
    }

    private static func addresses(
        _ path: KeyPath<Settings, [ListenAddress]>, of settings: Settings
    ) throws(Fault) -> [SocketAddress] {
        do throws(SocketAddressError) {
            return try settings[keyPath: path].map { address throws(SocketAddressError) in try address.value }
        } catch {
            throw .badAddress(Setting.of(path).key, reason: "\(error)")
        }
    }

    private static func proxies(of settings: Settings) throws(Fault) -> TrustedProxies {
        do throws(AddressBlockError) {
            return try settings.trustedProxies.value
        } catch {
            throw .badAddress(Setting.of(\.trustedProxies).key, reason: "\(error)")
        }
    }

    /// Refuses settings about mail that contradict each other; a part of ``check(_:)``.
    package static func checkMail(_ settings: Settings) throws(Fault) {
        let smtp = settings.smtp
        guard settings.mailTransport == .smtp else {
            guard smtp.host.isEmpty else {
                throw .mailServerUnused(Setting.of(\.smtp.host).key, settings.mailTransport)
            }
            guard smtp.user.isEmpty else {
                throw .mailServerUnused(Setting.of(\.smtp.user).key, settings.mailTransport)
            }
            return
        }
        guard !smtp.host.isEmpty else { throw .mailServerNeeded }
        guard smtp.passwordFile == nil || !smtp.user.isEmpty else { throw .mailUserNeeded }
        // What a name stands for shows when it is looked up.
        let isAddress =
            smtp.host.utf8.contains(UInt8(ascii: ":"))
            || smtp.host.utf8.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") }
        let isElsewhere = isAddress && !smtp.host.utf8.starts(with: "127.".utf8) && smtp.host != "::1"
        guard smtp.security != .none || !isElsewhere else { throw .insecureMailServer(smtp.host) }
    }
}
