import DomainTestSupport
import Mail
import SQLite
import TestSupport

@testable import Letters
@testable import Members
@testable import Nachlese

extension World {
    /// Writes a mail with credentials for an account, made for it where there is none.
    @discardableResult
    func mail(to email: String = "person@example.org") async throws -> OutboxMail {
        let present = try Account.find(EmailAddress(email), in: database)
        return try await mail(to: present ?? account(email))
    }

    func mail(to account: Account) async throws -> OutboxMail {
        let prepared = try await issuer.prepare()
        return try database.transaction {
            try issuer.issue(prepared, to: account, delivery: .mail, in: $0).unwrapped()
        }
    }

    func sender(
        _ transport: any MailTransport, bounces: String? = nil, pace: SendingRate = .unbounded,
        patience: Duration? = nil
    ) throws -> OutboxSender {
        OutboxSender(
            lock: scratch.data.outboxLock, transport: transport, key: key,
            bounces: try bounces.map { try EmailAddress($0) },
            pace: pace, patience: patience, clock: clock)
    }

    func found(_ mail: OutboxMail) throws -> OutboxMail {
        try OutboxMail.find(mail.id, in: database).unwrapped()
    }
}
