package import Codecs
package import Letters
package import Mail
import Members
import SQLite
package import Secrets

/// What a mail tells the owner of an account.
package enum Letter: Sendable {
    /// A user name with an initial password that is valid until the moment given.
    case credentials(InitialPassword, until: Timestamp)
    /// The same, asked for by the person.
    case newCredentials(InitialPassword, until: Timestamp)
    /// The owner has chosen a password on the site.
    case passwordChanged
    /// The office has changed the address; the notice goes to both, and tells either the other one in a shortened form.
    case addressChanged(from: EmailAddress, to: EmailAddress)
    case accessRevoked
    /// A request for access was accepted, and the password that the person has opens it.
    case admitted

    /// What it is called in the outbox and among the wordings.
    package var kind: OutboxMail.Kind {
        switch self {
        case .credentials: .credentials
        case .newCredentials: .newCredentials
        case .passwordChanged: .passwordChanged
        case .addressChanged: .addressChanged
        case .accessRevoked: .accessRevoked
        case .admitted: .admitted
        }
    }
}

extension LetterValues {
    /// What a letter to an account says.
    init(
        _ letter: Letter, account: Account, recipient: EmailAddress, settings: Settings, now: Timestamp,
        in database: Database
    ) throws {
        let language = account.language
        self.init(name: account.name, head: settings.letterhead, language: language)
        set(.time, LetterValues.moment(now, language))
        let page = "\(settings.baseURL)/login"
        switch letter {
        case .credentials(let password, let end), .newCredentials(let password, let end):
            let openings = try AdmissionSummary.all(of: account.id, language: language, now: now, in: database)
            set(.userName, account.email.description)
            set(.password, password.grouped.reveal())
            set(.validUntil, LetterValues.moment(end, language))
            set(.admissions, items: openings.map(\.line))
            set(.topic, openings.count == 1 ? openings[0].title : settings.serviceName)
            set(.signInPage, link: "\(page)?email=\(account.email.description.queryEscaped)")
        case .passwordChanged:
            set(.userName, account.email.description)
            set(.signInPage, link: "\(page)?email=\(account.email.description.queryEscaped)")
        case .addressChanged(let old, let new):
            // Whoever reads the one mailbox need not learn the other address: the person knows both.
            set(.oldAddress, old == recipient ? old.description : old.shortened)
            set(.newAddress, new == recipient ? new.description : new.shortened)
            set(.signInPage, link: page)
        case .accessRevoked:
            set(.userName, account.email.description)
        case .admitted:
            let openings = try AdmissionSummary.all(of: account.id, language: language, now: now, in: database)
            set(.userName, account.email.description)
            set(.admissions, items: openings.map(\.line))
            set(.signInPage, link: "\(page)?email=\(account.email.description.queryEscaped)")
        }
    }

    /// What the mail with a code says.
    init(_ code: ConfirmationCode, until end: Timestamp, settings: Settings, language: Language, now: Timestamp) {
        self.init(name: "", head: settings.letterhead, language: language)
        set(.time, LetterValues.moment(now, language))
        set(.code, code.grouped.reveal())
        let choice = language == .german ? "" : "?lang=\(language.rawValue)"
        set(.codePage, link: "\(settings.baseURL)/access/confirm\(choice)")
        set(.validUntil, LetterValues.moment(end, language))
    }
}

extension EmailAddress {
    /// As much as reminds those who know it: `p…@example.org`.
    fileprivate var shortened: String {
        "\(String(decoding: localPart.utf8.prefix(1), as: UTF8.self))…@\(domain.text)"
    }
}
