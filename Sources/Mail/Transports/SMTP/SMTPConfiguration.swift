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
