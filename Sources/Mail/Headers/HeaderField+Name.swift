extension HeaderField {
    /// The fields this program writes.
    package enum Name: String, Sendable, Hashable, CaseIterable {
        // RFC 5322 section 3.6.
        case date = "Date"
        case from = "From"
        case sender = "Sender"
        case replyTo = "Reply-To"
        case to = "To"
        case messageID = "Message-ID"
        case inReplyTo = "In-Reply-To"
        case references = "References"
        case subject = "Subject"
        // RFC 2045 and RFC 3282.
        case mimeVersion = "MIME-Version"
        case contentType = "Content-Type"
        case contentTransferEncoding = "Content-Transfer-Encoding"
        case contentLanguage = "Content-Language"
        // RFC 3834 section 5.
        case autoSubmitted = "Auto-Submitted"
        // Exchange: no out-of-office notes and no other automatic answers.
        case autoResponseSuppress = "X-Auto-Response-Suppress"
    }
}
