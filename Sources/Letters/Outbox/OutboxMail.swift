package import Codecs
package import Mail
package import SQLite
package import Secrets

/// A mail as a row of the outbox: written in the transaction that causes it, sent afterwards.
package struct OutboxMail: Sendable, Identifiable {
    package enum Kind: String, DatabaseValue, CaseIterable, Sendable {
        /// A user name with an initial password, issued by the office.
        case credentials
        /// The same, asked for by the person.
        case newCredentials = "new-credentials"
        case passwordChanged = "password-changed"
        case addressChanged = "address-changed"
        case accessRevoked = "access-revoked"
        /// To somebody who has a password: a request for access was accepted.
        case admitted
        case requestDeclined = "request-declined"
        /// The automatic answer to a request that came by mail.
        case requestReceived = "request-received"
        /// To the office: these are new.
        case requestsAnnounced = "requests-announced"
        /// To the office: these wait for long.
        case requestsWaiting = "requests-waiting"
        /// A code, to somebody who asks for access and has no account.
        case accessCode = "access-code"
    }

    package enum State: String, DatabaseValue, CaseIterable, Sendable {
        case waiting
        /// The transport has taken it over for good.
        case handedOver = "handed-over"
        case undeliverable
        /// It was handed over and came back.
        case bounced
    }

    /// Random, unique, safe as a file name.
    package let id: String
    /// Of the account, where the recipient has one.
    package let account: Recipient.ID?
    package let kind: Kind
    package let recipient: String
    package let sender: String
    package let subject: String
    package let messageID: String
    package let state: State
    /// Attempts that were answered with a refusal for the time being, and the one that was taken.
    package let attempts: Int
    /// When it was first tried; from here on patience is counted.
    package let firstAttemptAt: Timestamp?
    package let nextAttemptAt: Timestamp?
    /// Of the newest failure (RFC 3463).
    package let status: EnhancedStatusCode?
    /// The newest failure as the mail system told it, for people who run the server.
    package let lastError: String?
    package let createdAt: Timestamp
    package let handedOverAt: Timestamp?
    package let bouncedAt: Timestamp?

    /// Why it has not reached its reader, as far as that is known.
    package var trouble: DeliveryTrouble? {
        guard lastError != nil else { return nil }
        return switch state {
        case .waiting where attempts == 0: .heldBack
        case .waiting: DeliveryTrouble(status, isLasting: false)
        case .handedOver: nil
        case .undeliverable where attempts == 0: .expired
        case .undeliverable, .bounced: DeliveryTrouble(status, isLasting: true)
        }
    }
}

extension OutboxMail: RowDecodable {
    static let columns: SQL = """
        id, account_id, kind, recipient, sender, subject, message_id, state, attempts, first_attempt_at,
        next_attempt_at, status, last_error, created_at, handed_over_at, bounced_at
        """

    /// Writes a mail into the outbox.
    ///
    /// Its content is sealed: a copy of the database does not tell it.
    ///
    /// `held`: until when it is not tried, so that it can be taken back; nil: it is due at once.
    package static func enqueue(
        _ message: MailMessage, kind: Kind, account: Recipient.ID?, key: SealingKey, held: Timestamp? = nil,
        now: Timestamp, in transaction: borrowing Transaction
    ) throws -> OutboxMail {
        let id = message.messageID.unique
        let sealed = try key.seal(message.rendered(), context: context(of: id))
        try transaction.run(
            """
            INSERT INTO mail (id, account_id, kind, recipient, sender, subject, message_id, state, sealed,
                next_attempt_at, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)
            """, id, account, kind, message.to.address.description, message.from.address.description,
            message.subject.text, message.messageID.description, sealed, held ?? now, now)
        return OutboxMail(
            id: id, account: account, kind: kind, recipient: message.to.address.description,
            sender: message.from.address.description, subject: message.subject.text,
            messageID: message.messageID.description, state: .waiting, attempts: 0, firstAttemptAt: nil,
            nextAttemptAt: held ?? now, status: nil, lastError: nil, createdAt: now, handedOverAt: nil, bouncedAt: nil)
    }

    /// What a mail is sealed for.
    static func context(of id: ID) -> [UInt8] {
        Array("mail:\(id)".utf8)
    }

    package init(_ row: inout RowReader) throws {
        self.init(
            id: try row.read(), account: try row.read(), kind: try row.read(), recipient: try row.read(),
            sender: try row.read(), subject: try row.read(), messageID: try row.read(), state: try row.read(),
            attempts: try row.read(), firstAttemptAt: try row.read(), nextAttemptAt: try row.read(),
            status: try row.read(String?.self).flatMap { EnhancedStatusCode($0) }, lastError: try row.read(),
            createdAt: try row.read(), handedOverAt: try row.read(), bouncedAt: try row.read())
    }
}
