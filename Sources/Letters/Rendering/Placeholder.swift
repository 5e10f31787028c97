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
    /// Of a request for access: `A-2026-0143`.
    case reference
    /// Why the office declined: several lines.
    case reason
    /// Requests for access with everything that was typed: several lines.
    case requests
    /// How many those are.
    case count
    /// What confirms an address.
    case code
    case codePage = "code-page"
    /// Who writes, with everything that the settings know: several lines.
    case office
    case officeName = "office-name"
    case officePhone = "office-phone"
    case officeEmail = "office-email"

    /// As it is written.
    package var written: String { "{\(rawValue)}" }

    /// What stands there in the end, for whoever writes a wording.
    package var meaning: String {
        switch self {
        case .name: "the person's name"
        case .userName: "the address to sign in with"
        case .password: "the initial password"
        case .validUntil: "when the password, or the code, ends"
        case .signInPage: "the address of the sign-in page"
        case .admissions: "what the account opens, a list; alone on its line"
        case .topic: "the title of what it opens, else as {service}"
        case .service: "the setting 'service-name'"
        case .site: "the address of the site"
        case .time: "when it happened"
        case .oldAddress: "the address until now"
        case .newAddress: "the address from now on"
        case .reference: "what the request is called, such as A-2026-0143"
        case .reason: "the reason that was given, if one was; alone on its line"
        case .requests: "the requests and the commands that decide on them; alone on its line"
        case .count: "how many requests"
        case .code: "what confirms the address"
        case .codePage: "the address of the page on which the code is typed"
        case .office: "who writes, all that the settings know; alone on its line"
        case .officeName: "the setting 'office-name'"
        case .officePhone: "the setting 'office-phone'"
        case .officeEmail: "the setting 'office-email'"
        }
    }

    /// Whether it becomes several lines, and so stands on a line of its own.
    var isBlock: Bool { [.admissions, .office, .reason, .requests].contains(self) }
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
            case .accessCode: [.code, .codePage, .validUntil, .time]
            case .admitted: [.userName, .signInPage, .admissions]
            case .requestDeclined: [.reference, .reason]
            case .requestReceived: [.reference]
            case .requestsAnnounced, .requestsWaiting: [.requests, .count]
            }
        return (isToAccount ? [.name] : []) + own + [.service, .site, .office, .officeName, .officePhone, .officeEmail]
    }

    /// Whether it goes to the owner of an account; all others are known by what a stranger typed, and that does not go
    /// into a mail.
    private var isToAccount: Bool {
        ![Self.accessCode, .requestDeclined, .requestReceived, .requestsAnnounced, .requestsWaiting].contains(self)
    }

    /// The placeholders that stand on lines which programs read, behind their labels.
    var labelledPlaceholders: [Placeholder] {
        switch self {
        case .credentials, .newCredentials: [.userName, .password]
        case .accessCode: [.code]
        case .passwordChanged, .addressChanged, .accessRevoked, .admitted, .requestDeclined, .requestReceived,
            .requestsAnnounced, .requestsWaiting:
            []
        }
    }

    /// What its subject may say: nothing secret, nothing of several lines.
    var subjectPlaceholders: [Placeholder] {
        placeholders.filter { [.name, .topic, .service, .officeName, .reference, .count].contains($0) }
    }

    /// What a wording of this kind has to say somewhere; the lines that programs read come on top.
    package var mandatoryPlaceholders: [Placeholder] {
        switch self {
        case .credentials, .newCredentials: [.signInPage, .validUntil, .office]
        case .passwordChanged, .accessRevoked, .requestReceived: [.office]
        case .requestDeclined: [.reason, .office]
        case .admitted: [.signInPage, .admissions, .office]
        case .requestsAnnounced, .requestsWaiting: [.requests]
        case .addressChanged: [.oldAddress, .newAddress, .office]
        case .accessCode: [.codePage, .validUntil, .office]
        }
    }
}
