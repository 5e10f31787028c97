import Codecs

/// What a mail system reports about mail it had taken over: a delivery status notification (RFC 3464).
package struct DeliveryReport: Sendable, Hashable {
    /// What became of the mail, for each recipient that the report names; at least one.
    package let recipients: [RecipientReport]

    /// More recipients than this are not read: this program writes to one person at a time.
    static let mostRecipients = 100

    /// Reads the content of a `message/delivery-status`, decoded; `nil` when it reports about nobody.
    init?(_ content: [UInt8]) {
        var recipients: [RecipientReport] = []
        var fields = MIMEFields()
        func close() {
            if let recipient = RecipientReport(fields) { recipients.append(recipient) }
            fields = MIMEFields()
        }
        for line in Lines(content) where recipients.count < Self.mostRecipients {
            if line.trimming(while: ASCII.isBlank).isEmpty { close() } else { fields.take(line) }
        }
        close()
        guard !recipients.isEmpty else { return nil }
        self.recipients = recipients
    }

    /// The first recipient that the mail finally failed to reach.
    package var failure: RecipientReport? {
        recipients.first { $0.action == .failed }
    }
}
