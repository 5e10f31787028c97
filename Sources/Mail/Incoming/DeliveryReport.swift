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

/// What a delivery report says about one recipient (RFC 3464 section 2.3).
package struct RecipientReport: Sendable, Hashable {
    /// What became of the mail (section 2.3.3).
    package enum Action: String, Sendable, Hashable {
        /// It did not arrive and will not.
        case failed
        /// It has not arrived yet; the mail system goes on trying.
        case delayed
        case delivered
        /// Handed to a system that sends no reports.
        case relayed
        /// Handed to several recipients in the place of one.
        case expanded
    }

    /// Where nothing is said, what the class of the status means.
    package let action: Action?

    /// The address that the mail was for in the end, as it stands there.
    package let finalRecipient: String?

    /// The more telling one of `Status` and the code within `Diagnostic-Code`.
    package let status: EnhancedStatusCode?

    /// What the last mail system said: one line of at most 500 scalars without control characters.
    package let diagnostic: String?

    /// Reads a group of fields; `nil` for one that is about no recipient.
    init?(_ fields: MIMEFields) {
        let recipient = fields.value(of: "final-recipient") ?? fields.value(of: "original-recipient")
        let actionField = fields.value(of: "action")
        guard recipient != nil || actionField != nil else { return nil }
        finalRecipient = recipient.map { Self.line(Self.withoutType($0)) }
        diagnostic = fields.value(of: "diagnostic-code").map { Self.line(Self.withoutType($0)) }
        status = Self.status(fields.value(of: "status"), diagnostic: diagnostic)
        let word = actionField.map { Self.words($0[...]).first ?? "" }.map { ASCII.lowercased($0) }
        action =
            word.flatMap(Action.init)
            ?? status.map { status in
                switch status.class {
                case .success: .delivered
                case .transient: .delayed
                case .permanent: .failed
                }
            }
    }

    /// What stands behind the first semicolon, as in `smtp; 550 …` and `rfc822; a@b.example`.
    private static func withoutType(_ value: [UInt8]) -> ArraySlice<UInt8> {
        value.firstIndex(of: UInt8(ascii: ";")).map { value[($0 + 1)...].trimming(while: ASCII.isBlank) } ?? value[...]
    }

    /// Many systems write 5.0.0 where the answer that they quote says more.
    private static func status(_ field: [UInt8]?, diagnostic: String?) -> EnhancedStatusCode? {
        let stated = field.flatMap { words($0[...]).lazy.compactMap { EnhancedStatusCode($0) }.first }
        let quoted = diagnostic.flatMap { text in
            words(Array(text.utf8.prefix(200))[...]).prefix(6).lazy.compactMap { EnhancedStatusCode($0) }.first
        }
        guard let stated else { return quoted }
        guard let quoted, quoted.class == stated.class, stated.detail == 0 else { return stated }
        return quoted
    }

    private static func words(_ value: ArraySlice<UInt8>) -> [String] {
        value.split { !ASCII.isLetterOrDigit($0) && $0 != UInt8(ascii: ".") }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func line(_ bytes: ArraySlice<UInt8>) -> String {
        MailDeliveryError(.permanent, reason: String(decoding: bytes, as: UTF8.self)).reason
    }
}
