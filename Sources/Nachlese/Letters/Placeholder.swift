/// What a wording says in braces, for example `{name}`, and a letter puts there.
package enum Placeholder: String, CaseIterable, Sendable {
    /// The person's name.
    case name
    /// The address to sign in with.
    case userName = "user-name"
    case password
    case validUntil = "valid-until"
    case signInPage = "sign-in-page"
    /// What the account opens: a list.
    case admissions
    /// The title of the one series or module that the account opens, else the name of the service.
    case topic
    case service
    case site
    /// When it happened.
    case time
    case oldAddress = "old-address"
    case newAddress = "new-address"
    /// Who writes, with everything that the settings know: several lines.
    case office
    case officeName = "office-name"
    case officePhone = "office-phone"
    case officeEmail = "office-email"

    /// As it is written.
    package var written: String { "{\(rawValue)}" }

    /// Whether it becomes several lines, and so stands on a line of its own.
    var isBlock: Bool { self == .admissions || self == .office }
}

extension OutboxMail.Kind {
    /// Whether it carries a password.
    package var carriesPassword: Bool { self == .credentials || self == .newCredentials }

    /// What a wording of this kind may say, in the order in which it is explained.
    package var placeholders: [Placeholder] {
        let own: [Placeholder] =
            switch self {
            case .credentials, .newCredentials:
                [.userName, .password, .validUntil, .signInPage, .admissions, .topic]
            case .passwordChanged: [.userName, .time, .signInPage]
            case .addressChanged: [.oldAddress, .newAddress, .time, .signInPage]
            case .accessRevoked: [.userName, .time]
            }
        return [.name] + own + [.service, .site, .office, .officeName, .officePhone, .officeEmail]
    }

    /// What its subject may say: nothing secret, nothing of several lines.
    var subjectPlaceholders: [Placeholder] {
        placeholders.filter { [.name, .topic, .service, .officeName].contains($0) }
    }

    /// What a wording of this kind has to say somewhere; the lines of user name and password come on top.
    package var mandatoryPlaceholders: [Placeholder] {
        switch self {
        case .credentials, .newCredentials: [.signInPage, .validUntil, .office]
        case .passwordChanged, .accessRevoked: [.office]
        case .addressChanged: [.oldAddress, .newAddress, .office]
        }
    }
}
