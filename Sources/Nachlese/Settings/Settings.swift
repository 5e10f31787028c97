package import Mail

/// Everything that can be set, with defaults on which `serve` works in an empty folder.
package struct Settings: Sendable {
    /// Addresses to listen on, as `SocketAddress` reads them.
    package var listen = ["127.0.0.1:8087"]
    /// The address people use, for mails and redirects; nil: made from the address listened on, which must be loopback.
    package var publicURL: PublicURL?
    /// What the service is called in pages and mails.
    package var serviceName = "Nachlese"
    package var office = Office()
    /// The sender of mails; nil: `nachlese@` the host of the public address.
    package var sender: EmailAddress?
    /// Unicode scalars of an own password, at least; 8 to 64.
    ///
    /// NIST SP 800-63B-4 asks for 15 where nothing else guards.
    package var minimumPasswordLength = 12
    package var ownPassword = OwnPassword.offered
    /// Days an unused initial password lives, 1 to 365.
    package var initialPasswordDays = 30

    /// Whether people who signed in with an initial password must choose their own.
    package enum OwnPassword: String, CaseIterable, Sendable {
        case offered
        case required
    }

    /// Who runs the service: shown in the contact box and named in mails.
    package struct Office: Sendable, Equatable {
        package var name = ""
        package var street = ""
        package var city = ""
        /// For example where the entrance is.
        package var note = ""
        package var phone = ""
        package var fax = ""
        package var website = ""
        package var email: EmailAddress?

        package init() {}
    }

    package init() {}

    /// The address for links in mails: the one set, or the loopback address listened on.
    package var baseURL: PublicURL {
        publicURL ?? PublicURL(loopbackListening: listen.first ?? "") ?? .local
    }

    /// The sender of mails.
    package var senderAddress: EmailAddress {
        get throws(InvalidEmailAddress) {
            if let sender { return sender }
            let host = baseURL.host
            let isName = host.utf8.contains { (0x61...0x7A).contains($0) } && !host.utf8.contains(UInt8(ascii: ":"))
            return try EmailAddress("nachlese@" + (isName ? host : "localhost"))
        }
    }
}
