/// What an automatic answer says about the mail that it answers (RFC 3834 section 3.1.5): how it is called, nothing more.
package struct AnsweredMail: Sendable {
    /// `nil` where it had none that is one.
    package let messageID: MessageID?

    /// The mails before it and itself, the oldest first.
    package let thread: [MessageID]

    /// Takes over the names.
    package init(messageID: MessageID?, references: [MessageID]) {
        self.messageID = messageID
        thread = references + [messageID].compactMap(\.self)
    }
}
