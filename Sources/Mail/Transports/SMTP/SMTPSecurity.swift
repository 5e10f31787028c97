/// How a connection to a mail server is made secure.
package enum SMTPSecurity: String, Sendable, Hashable, CaseIterable {
    /// TLS from the first octet (RFC 8314 section 3.3).
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
