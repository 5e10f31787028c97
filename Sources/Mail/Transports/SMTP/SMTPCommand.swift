import Codecs

/// What a client says to a mail server.
///
/// Every value comes from a type that holds neither CR nor LF, or is written in base64, so that no input can add a
/// command.
package enum SMTPCommand: Sendable, Hashable {
    case hello(SMTPHelloName)
    case startTLS
    /// AUTH PLAIN with the first answer in the same line (RFC 4616).
    case signIn(user: String, password: String)
    /// AUTH LOGIN, to be followed by two answers.
    case signInStepwise
    /// An answer within AUTH.
    case answer(String)
    /// MAIL FROM; nil is the empty return path.
    case sender(EmailAddress?, SenderParameters)
    /// RCPT TO.
    case recipient(EmailAddress)
    case data
    case reset
    case quit

    /// What is said about a message before it is sent.
    package struct SenderParameters: Sendable, Hashable {
        /// Octets of the message (RFC 1870).
        package var size: Int?
        /// The message has octets beyond ASCII (RFC 6152).
        package var isEightBit = false
        /// An address of the envelope or the header is not ASCII (RFC 6531).
        package var isInternational = false

        package init() {}
    }

    /// The line as it goes over the wire, with its end.
    package var octets: [UInt8] {
        var line: [UInt8]
        switch self {
        case .hello(let name): line = Array("EHLO \(name)".utf8)
        case .startTLS: line = Array("STARTTLS".utf8)
        case .signIn(let user, let password):
            let response = Base64.padded.encode([0] + Array(user.utf8) + [0] + Array(password.utf8))
            line = Array("AUTH PLAIN \(response)".utf8)
        case .signInStepwise: line = Array("AUTH LOGIN".utf8)
        case .answer(let text): line = Array(Base64.padded.encode(Array(text.utf8)).utf8)
        case .sender(let address, let parameters):
            line = Array("MAIL FROM:<\(address?.wire ?? "")>".utf8)
            if let size = parameters.size { line += " SIZE=\(size)".utf8 }
            if parameters.isEightBit { line += " BODY=8BITMIME".utf8 }
            if parameters.isInternational { line += " SMTPUTF8".utf8 }
        case .recipient(let address): line = Array("RCPT TO:<\(address.wire)>".utf8)
        case .data: line = Array("DATA".utf8)
        case .reset: line = Array("RSET".utf8)
        case .quit: line = Array("QUIT".utf8)
        }
        line += "\r\n".utf8
        return line
    }
}
