import Codecs
package import HTTP
import Mail
package import Nachlese
package import Networking

/// The https address of the site, for whoever comes by plain http.
struct SecureAddress: Sendable {
    private let origin: String

    /// Nil when the site is not reached over TLS.
    init?(_ address: PublicURL) {
        guard address.isSecure else { return nil }
        origin = address.description
    }

    /// Whether a request shows that the browser has a secure connection, whatever a proxy says.
    ///
    /// Browsers send `Sec-Fetch-Site` to trustworthy origins only (Fetch Metadata section 2). Where a proxy in front of
    /// another one ends TLS, the inner one calls every request plain: sending such a browser to the address where it
    /// is already would never end. Who makes the field up only keeps a plain connection of their own.
    static func isReached(by head: RequestHead) -> Bool {
        head.names.contains(.secFetchSite)
    }

    /// The answer to a request by plain http: the same address with https, or a refusal of what was sent in the clear.
    ///
    /// It goes to the public address, never to the `Host` of the request, and has no `Strict-Transport-Security`,
    /// which counts over TLS only (RFC 6797 section 7.2).
    func redirect(_ head: RequestHead) -> Response {
        guard head.method == .get || head.method == .head else {
            return Response(
                .forbidden,
                [
                    ResponseField(.contentType, MediaType.plainText.text), ResponseField(.cacheControl, "no-store"),
                    ResponseField(.contentTypeOptions, "nosniff"),
                ],
                body: .bytes(Array("Nothing was done: use \(origin)\n".utf8)))
        }
        return Response(
            .movedPermanently,
            [ResponseField(.location, origin + location(head)), ResponseField(.cacheControl, "no-store")])
    }

    /// Path and query as they were sent.
    private func location(_ head: RequestHead) -> String {
        guard head.target.kind == .absolute else { return head.rawTarget }
        // `http://host/path`: what stands behind the third slash, which may be missing.
        let parts = head.rawTarget.utf8.split(
            separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count == 4 ? "/" + String(Substring(parts[3])) : "/"
    }
}

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
