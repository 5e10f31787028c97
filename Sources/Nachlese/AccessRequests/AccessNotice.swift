import Codecs
import Letters
import Mail
import Platform
import SQLite

/// A mail about requests for access to somebody who has no account: whoever asked, or the office.
enum AccessNotice {
    /// The office will not give access; `reason` in its own words, or none.
    case declined(AccessReference, reason: String)
    /// A mail has become a request.
    case received(AccessReference)
    case announced([AccessRequest])
    case waiting([AccessRequest])

    var kind: OutboxMail.Kind {
        switch self {
        case .declined: .requestDeclined
        case .received: .requestReceived
        case .announced: .requestsAnnounced
        case .waiting: .requestsWaiting
        }
    }

    /// What the wording's placeholders stand for.
    ///
    /// Nothing that a stranger typed is among it, except in mails to the office, and there in no header.
    func fill(_ values: inout LetterValues, language: Language, now: Timestamp, in database: Database) throws {
        switch self {
        case .declined(let reference, let reason):
            values.set(.reference, "\(reference)")
            let lines = reason.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            if !reason.isEmpty { values.set(.reason, lines: lines.map { String(Substring($0)) }) }
        case .received(let reference): values.set(.reference, "\(reference)")
        case .announced(let requests), .waiting(let requests):
            values.set(.count, "\(requests.count)")
            values.set(
                .requests,
                lines: try AccessRequestLines(language: language, now: now).lines(of: requests, in: database))
        }
    }
}

extension Mailer {
    /// Writes a notice and puts it into the outbox.
    ///
    /// - Parameters:
    ///   - notice: what it says.
    ///   - address: where it goes; no name goes with it.
    ///   - language: of the words.
    ///   - answered: the mail that it answers by itself.
    ///   - held: until when it is not sent, so that it can be taken back.
    ///   - transaction: the one that causes it.
    /// - Returns: the mail, which waits to be sent.
    /// - Throws: as `post` to an account.
    @discardableResult
    func post(
        _ notice: AccessNotice, to address: EmailAddress, language: Language, answering answered: AnsweredMail? = nil,
        held: Timestamp? = nil, in transaction: borrowing Transaction
    ) throws -> OutboxMail {
        let now = clock.now
        var values = LetterValues(name: "", head: settings.letterhead, language: language)
        try notice.fill(&values, language: language, now: now, in: transaction.database)
        return try post(
            values, as: notice.kind, to: Recipient(address: address, language: language), answering: answered,
            held: held, now: now, in: transaction)
    }
}
