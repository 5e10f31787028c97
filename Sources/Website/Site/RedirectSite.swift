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
        // Who asks for https here would be led to where they believe to be (RFC 9110 section 7.4).
        guard head.target.scheme != .https else { return refusal(.misdirectedRequest) }
        return address.redirect(head)
    }

    package func respond(to error: RequestError) -> Response {
        refusal(error.status)
    }

    private func refusal(_ status: Status) -> Response {
        Response(status, [ResponseField(.cacheControl, "no-store")])
    }
}
