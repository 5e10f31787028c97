package import Codecs
package import Mail
package import SQLite
package import Secrets

/// What a mail that came to the address for returned mail says about one of ours.
package enum Bounce: Sendable {
    /// A report that one of ours did not arrive; its mail is marked now.
    case marked(OutboxMail)

    /// The same, of a mail whose end was known before.
    case known(OutboxMail)

    /// A report that one of ours is late, or arrived; nobody is marked.
    case passing(OutboxMail, RecipientReport.Action?)

    /// Something else, such as an answer by an absence assistant; nobody is marked.
    case noReport(OutboxMail)

    /// To an address in the form of ours, whose tag is none of ours or whose mail is not stored any more.
    case unknown

    /// To no address in the form of ours.
    case untagged

    /// Takes notice of a mail that came back.
    ///
    /// Only an address with a right tag says which mail it is about; what stands in the report is believed about that
    /// one alone.
    ///
    /// `recipients`: the envelope's, as far as the mail system told; those of the mail's fields count too.
    /// - Throws: `SQLiteError`.
    package static func take(
        _ returned: ReturnedMail, for recipients: [String], key: SealingKey, now: Timestamp, with writer: Writer
    ) async throws -> Bounce {
        try await writer.write { try take(returned, for: recipients, key: key, now: now, in: $0) }
    }

    static func take(
        _ returned: ReturnedMail, for recipients: [String], key: SealingKey, now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> Bounce {
        let addresses = (recipients + returned.addressees).filter(BounceAddress.hasForm)
        guard !addresses.isEmpty else { return .untagged }
        var found: OutboxMail?
        for address in addresses where found == nil {
            found = try BounceAddress.mail(at: address, key: key, in: transaction.database)
        }
        guard let mail = found else { return .unknown }
        guard let report = returned.report else { return .noReport(mail) }
        guard let failure = report.failure else { return .passing(mail, report.recipients.first?.action) }
        let status = failure.status
        let details = [failure.diagnostic, status.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")
        let reason = details.isEmpty ? "it came back without a reason" : "it came back: \(details)"
        let isNew = try mail.markBounced(status: status, because: reason, now: now, in: transaction)
        guard let marked = try OutboxMail.find(mail.id, in: transaction.database) else { return .unknown }
        return isNew ? .marked(marked) : .known(marked)
    }
}
