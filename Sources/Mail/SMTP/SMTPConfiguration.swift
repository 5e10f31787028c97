package import Networking
package import Secrets
package import SystemPackage

/// How mails reach a mail server.
package struct SMTPConfiguration: Sendable {
    /// With what to sign in.
    package struct SignIn: Sendable {
        package let user: String
        /// Asked before each sign-in, so that a changed password needs no restart; it may read a small file.
        package let password: @Sendable () throws(MailDeliveryError) -> Secret

        /// Takes a user name without NUL, and the way to the password.
        package init(user: String, password: @escaping @Sendable () throws(MailDeliveryError) -> Secret) {
            self.user = user
            self.password = password
        }
    }

    /// A host name in ASCII, or an IP address without brackets; the certificate has to name it.
    package var host: String
    package var port: UInt16
    package var security: SMTPSecurity
    package var helloName: SMTPHelloName
    /// Authorities in PEM that are trusted instead of the system's; read for each connection.
    package var authorities: FilePath?
    /// Nil: without signing in.
    package var signIn: SignIn?
    package var limits: SMTPLimits
    package var resolver: NameResolver

    /// Takes everything; the port is the usual one where none is given.
    package init(
        host: String, port: UInt16? = nil, security: SMTPSecurity, helloName: SMTPHelloName,
        authorities: FilePath? = nil, signIn: SignIn? = nil, limits: SMTPLimits = SMTPLimits(),
        resolver: NameResolver = .system
    ) {
        self.host = host
        self.port = port ?? security.port
        self.security = security
        self.helloName = helloName
        self.authorities = authorities
        self.signIn = signIn
        self.limits = limits
        self.resolver = resolver
    }

    /// Why the authorities cannot be used; nil where they can, or where none are named.
    package var authoritiesFault: String? {
        guard let authorities else { return nil }
        do throws(TLSError) {
            _ = try TLSClientContext(authorities: authorities)
            return nil
        } catch {
            return "\(error)"
        }
    }
}

/// How long a mail server may take; each is for a whole step, however the bytes of it trickle.
///
/// RFC 5321 section 4.5.3.2 asks a client for more patience (five minutes for most steps, ten after the message), which is
/// meant for servers that pass mail to each other. A submission server that takes so long is out of order, and the mail
/// is tried again anyway.
package struct SMTPLimits: Sendable, Hashable {
    /// To find the server's addresses.
    package var name = Duration.seconds(15)
    /// To connect to one of its addresses.
    package var connection = Duration.seconds(15)
    /// To do a TLS handshake.
    package var handshake = Duration.seconds(30)
    /// To answer to the connection or to a command, and to take 16 KB of a message.
    package var answer: Duration
    /// To answer to the end of a message: whoever gives up here may have the mail delivered twice.
    package var confirmation: Duration
    /// To answer to QUIT, which nothing depends on.
    package var farewell = Duration.seconds(5)
    /// Messages a connection: Exim, for one, puts all beyond ten into its queue.
    package var messages = 10

    /// Takes the time for an answer; the end of a message has five times as much.
    package init(answer: Duration = .seconds(60)) {
        self.answer = answer
        confirmation = answer * 5
        name = min(name, answer)
        connection = min(connection, answer)
        handshake = min(handshake, answer)
    }
}

/// How a connection to a mail server is made secure.
package enum SMTPSecurity: String, Sendable, Hashable, CaseIterable {
    /// TLS from the first byte (RFC 8314 section 3.3).
    case tls
    /// TLS asked for by STARTTLS (RFC 3207); without it nothing is sent.
    case startTLS = "starttls"
    /// None, which is allowed on this machine only.
    case none

    /// The usual port.
    package var port: UInt16 {
        switch self {
        case .tls: 465
        case .startTLS: 587
        case .none: 25
        }
    }
}
