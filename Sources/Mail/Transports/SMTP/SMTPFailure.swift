/// Why a step of a conversation with a mail server failed.
struct SMTPFailure: Error {
    /// What is told about it.
    let error: MailDeliveryError

    /// Whether the conversation cannot go on.
    let isConnectionLost: Bool

    /// Whether the server had closed or was about to, as it does with a connection that was idle.
    let isFarewell: Bool

    /// The mail was refused, the connection is good for others.
    static func refused(_ error: MailDeliveryError) -> SMTPFailure {
        SMTPFailure(error: error, isConnectionLost: false, isFarewell: false)
    }

    /// The connection is of no more use.
    static func lost(_ error: MailDeliveryError, isFarewell: Bool = false) -> SMTPFailure {
        SMTPFailure(error: error, isConnectionLost: true, isFarewell: isFarewell)
    }
}
