import Catalogue
import Codecs
import Letters
import Mail
import SystemPackage

/// How the text of a setting becomes a value, and the value a text again.
struct SettingCodec<Value: Sendable>: Sendable {
    /// What a text must be, to be put behind “must be”.
    let expected: String
    let parse: @Sendable (String) throws(SettingRefusal) -> Value
    let print: @Sendable (Value) -> String

    init(
        _ expected: String, parse: @escaping @Sendable (String) throws(SettingRefusal) -> Value,
        print: @escaping @Sendable (Value) -> String
    ) {
        self.expected = expected
        self.parse = parse
        self.print = print
    }

    /// Where `read` returns nil, the text is not what is expected.
    init(_ expected: String, read: @escaping @Sendable (String) -> Value?, print: @escaping @Sendable (Value) -> String)
    {
        self.init(
            expected,
            parse: { text throws(SettingRefusal) in
                guard let value = read(text) else { throw SettingRefusal(expected: expected) }
                return value
            }, print: print)
    }

    /// The same, with a further condition.
    func requiring(_ expected: String, _ holds: @escaping @Sendable (Value) -> Bool) -> SettingCodec {
        SettingCodec(
            expected,
            parse: { text throws(SettingRefusal) in
                let value = try parse(text)
                guard holds(value) else { throw SettingRefusal(expected: expected) }
                return value
            }, print: print)
    }

    /// The same, with nil for an empty text.
    static func optional<Wrapped>(_ codec: SettingCodec<Wrapped>) -> SettingCodec where Value == Wrapped? {
        SettingCodec(
            codec.expected,
            parse: { text throws(SettingRefusal) in text.isEmpty ? nil : try codec.parse(text) },
            print: { $0.map(codec.print) ?? "" })
    }
}

/// Why a text is no value of a setting.
struct SettingRefusal: Error {
    /// What it must be.
    let expected: String
}

extension SettingCodec where Value: FixedWidthInteger {
    static func number(_ range: ClosedRange<Value>) -> SettingCodec {
        SettingCodec(
            "a whole number from \(range.lowerBound) to \(range.upperBound)",
            read: { Value($0).flatMap { range.contains($0) ? $0 : nil } }, print: { "\($0)" })
    }
}

extension SettingCodec<Duration> {
    enum Unit: Int {
        case seconds = 1
        case minutes = 60
        case days = 86_400
    }

    /// So many of the unit.
    static func duration(_ unit: Unit, _ range: ClosedRange<Int>) -> SettingCodec {
        let count = SettingCodec<Int>.number(range)
        return SettingCodec(
            count.expected,
            parse: { text throws(SettingRefusal) in .seconds(try count.parse(text) * unit.rawValue) },
            print: { "\($0.components.seconds / Int64(unit.rawValue))" })
    }
}

extension SettingCodec where Value: CaseIterable & RawRepresentable<String> {
    /// One of the cases.
    static var choice: SettingCodec {
        SettingCodec(
            Value.allCases.map(\.rawValue).joined(separator: " or "), read: { Value(rawValue: $0) },
            print: { $0.rawValue })
    }
}

extension SettingCodec<String> {
    /// One line, which may be empty.
    static var line: SettingCodec { line(allowsEmpty: true) }

    static func line(allowsEmpty: Bool) -> SettingCodec {
        SettingCodec(
            "one line of at most \(Label.maximumLength) octets",
            read: { try? Label($0, allowsEmpty: allowsEmpty).text }, print: { $0 })
    }

    /// The address of another site, or nothing.
    static var webAddress: SettingCodec {
        line.requiring("an address that begins with https:// or http://") {
            $0.isEmpty || $0.utf8.starts(with: "https://".utf8) || $0.utf8.starts(with: "http://".utf8)
        }
    }

    /// A host name, with punycode for umlauts, or an IP address, whose brackets are left away; or nothing.
    static var mailServer: SettingCodec {
        SettingCodec(
            "the name of a mail server without a port, such as mail.example.org",
            read: { text in
                if text.isEmpty { return "" }
                let isBracketed = text.utf8.first == UInt8(ascii: "[") && text.utf8.last == UInt8(ascii: "]")
                let host = isBracketed ? String(text.dropFirst().dropLast()) : text
                let isAddress = host.utf8.contains(UInt8(ascii: ":"))
                if isAddress, SMTPHelloName(host: host) != nil { return host }
                return isBracketed ? nil : try? DomainName(host).ascii
            }, print: { $0 })
    }
}

extension SettingCodec<PublicURL?> {
    /// An address that must be there once it is set.
    static var publicURL: SettingCodec {
        SettingCodec(
            "an address without a path, such as https://slides.example.org", read: { PublicURL($0).map(Optional.some) },
            print: { $0.map { "\($0)" } ?? "" })
    }
}

extension SettingCodec<EmailAddress> {
    static var email: SettingCodec {
        SettingCodec("an e-mail address", read: { try? EmailAddress($0) }, print: { "\($0)" })
    }

    /// An address that the senders of envelopes can be made from.
    static var bounceAddress: SettingCodec {
        email.requiring(
            "an e-mail address with at most \(BounceAddress.longestLocalPart) ASCII letters, digits or signs before "
                + "the '@'", BounceAddress.isPossible)
    }
}

extension SettingCodec<SMTPHelloName> {
    static var helloName: SettingCodec {
        SettingCodec("a host name such as slides.example.org", read: { SMTPHelloName(host: $0) }, print: { "\($0)" })
    }
}

extension SettingCodec<FilePath> {
    static var path: SettingCodec {
        SettingCodec(
            "a path without control signs", read: { $0.utf8.contains(where: ASCII.isControl) ? nil : FilePath($0) },
            print: { $0.string })
    }

    static var absolutePath: SettingCodec { path.requiring("a path that begins with /") { $0.isAbsolute } }
}

extension SettingCodec<[FilePath]> {
    /// What stands between commas, which may hold blanks.
    static var paths: SettingCodec {
        SettingCodec(
            "paths without control signs",
            read: { text in
                let parts = text.utf8.split(separator: UInt8(ascii: ","))
                    .map { $0.trimming { $0 == UInt8(ascii: " ") } }.filter { !$0.isEmpty }
                guard !parts.contains(where: { $0.contains(where: ASCII.isControl) }) else { return nil }
                return parts.map { FilePath(String(Substring($0))) }
            }, print: { $0.map(\.string).joined(separator: ", ") })
    }
}

extension SettingCodec<[ListenAddress]> {
    /// Addresses to listen on.
    static var addresses: SettingCodec {
        SettingCodec(
            "addresses such as *:80", read: { words(of: $0).map { ListenAddress($0) } },
            print: { $0.map(\.text).joined(separator: ", ") })
    }
}

extension SettingCodec<WrittenProxies> {
    static var proxies: SettingCodec {
        SettingCodec(
            "addresses and blocks of addresses, or unix", read: { WrittenProxies(words(of: $0)) }, print: { $0.text })
    }
}

/// What stands between blanks and commas.
private func words(of text: String) -> [String] {
    text.utf8.split { $0 == UInt8(ascii: ",") || ASCII.isBlank($0) }.map { String(Substring($0)) }
}
