internal import Mail

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
    case minimumPasswordLength = "minimum-password-length"
    case ownPassword = "own-password"
    case initialPasswordDays = "initial-password-days"

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
            let addresses = value.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
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
        case .minimumPasswordLength: settings.minimumPasswordLength = try number(value, 8...64)
        case .ownPassword:
            guard let rule = Settings.OwnPassword(rawValue: value) else { throw BadValue("offered or required") }
            settings.ownPassword = rule
        case .initialPasswordDays: settings.initialPasswordDays = try number(value, 1...365)
        }
    }

    /// What is expected where a value is wrong.
    struct BadValue: Error {
        let expected: String

        init(_ expected: String) {
            self.expected = expected
        }
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
