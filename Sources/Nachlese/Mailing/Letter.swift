package import Codecs
package import Letters
package import Mail
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
