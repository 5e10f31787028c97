internal import Networking

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
