package import HTTP
package import Nachlese
package import Networking

/// What a plain listener serves beside a site that is reached over TLS: the way there, and nothing else.
package final class RedirectSite: RequestHandler {
    private let address: SecureAddress

    /// Nil when the public address has no TLS.
    package init?(_ settings: Settings) {
        guard let address = SecureAddress(settings.baseURL) else { return nil }
        self.address = address
    }

    package func respond(
        to head: RequestHead, content: RequestContent, from peer: SocketAddress
    ) async -> Response {
        address.redirect(head)
    }

    package func respond(to error: RequestError) -> Response {
        Response(error.status, [ResponseField(.cacheControl, "no-store")])
    }
}
