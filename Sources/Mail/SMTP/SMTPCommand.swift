import Codecs
import Networking

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
        /// Bytes of the message (RFC 1870).
        package var size: Int?
        /// The message has bytes beyond ASCII (RFC 6152).
        package var isEightBit = false
        /// An address of the envelope or the header is not ASCII (RFC 6531).
        package var isInternational = false

        package init() {}
    }

    /// The line as it goes over the wire, with its end.
    package var bytes: [UInt8] {
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

/// How this machine calls itself to a mail server (RFC 5321 section 4.1.1.1): a domain name or an address literal.
package struct SMTPHelloName: Sendable, Hashable, CustomStringConvertible {
    /// ASCII without blanks.
    package let description: String

    /// Takes a host name or an IP address without brackets, such as a public URL has it; else nil.
    package init?(host: String) {
        if let address = IPv4Address(host) {
            description = "[\(address)]"
        } else if let address = IPv6Address(host) {
            description = "[IPv6:\(address)]"
        } else if let name = try? DomainName(host) {
            description = name.ascii
        } else {
            return nil
        }
    }

    /// For a machine without a name that anybody knows.
    package static let loopback = SMTPHelloName(description: "[127.0.0.1]")

    private init(description: String) {
        self.description = description
    }
}

/// The form of a message behind DATA (RFC 5321 section 4.5.2).
package enum DotStuffing {
    /// Doubles a dot at the begin of a line and ends the message with a line that is nothing but a dot.
    ///
    /// A lone CR or LF becomes CRLF, and the last line is ended if it is not: with anything else in it, one server could
    /// take for the end of the message what another takes for a part of it.
    package static func encode(_ message: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(message.count + message.count / 64 + 8)
        let dot = UInt8(ascii: ".")
        for line in Lines(message) {
            if line.first == dot { output.append(dot) }
            output += line
            output += "\r\n".utf8
        }
        output += ".\r\n".utf8
        return output
    }
}
