import DomainTestSupport
import Mail
import SQLite

@testable import Letters
@testable import Nachlese

extension World {
    func credentials(mailsPerHour: Int = 100) -> RequestedMailQueue<CredentialRequestHandler> {
        RequestedMailQueue(CredentialRequestHandler(issuer: issuer, mailsPerHour: mailsPerHour, clock: clock))
    }

    /// Notes a request as the web site does.
    @discardableResult
    func ask(_ email: String = "person@example.org", from network: String = "198.51.100.0/24") throws -> Bool {
        let requester = requester(network)
        return try database.transaction {
            try CredentialRequest.note(EmailAddress(email), from: requester, now: now, in: $0)
        }
    }

    var waiting: [String] {
        get throws { try CredentialRequest.all(in: database).map(\.emailKey) }
    }

    /// The mails that were written on request, oldest first.
    var requestedMails: [OutboxMail] {
        get throws { try OutboxMail.all(in: database).filter { $0.kind == .newCredentials }.reversed() }
    }
}
