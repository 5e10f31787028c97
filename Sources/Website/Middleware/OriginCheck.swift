import HTTP
import Nachlese

/// Whether a form was sent from a page of this site.
///
/// `Sec-Fetch-Site` decides where a browser sends it, `Origin` where it does not. A request with neither comes from no
/// browser of today, and so from nobody whose session another site could use: it may sign in, and what a session may do
/// is guarded by `FormToken` besides.
struct OriginCheck: Sendable {
    private let origin: String
    private let hosts: HostCheck

    init(_ address: PublicURL, hosts: HostCheck) {
        origin = address.description
        self.hosts = hosts
    }

    func accepts(_ head: RequestHead) -> Bool {
        guard head.count(.secFetchSite) <= 1, head.count(.origin) <= 1 else { return false }
        let sent = head.first(.origin)
        guard let site = head.first(.secFetchSite) else { return sent == nil || isOurs(head) }
        guard site.elementsEqual("same-origin".utf8) || site.elementsEqual("none".utf8) else { return false }
        // A browser may hide the origin from privacy; it has said already that it is the same one.
        return sent == nil || sent?.elementsEqual("null".utf8) == true || isOurs(head)
    }

    private func isOurs(_ head: RequestHead) -> Bool {
        guard let sent = head.first(.origin) else { return false }
        if sent.elementsEqual(origin.utf8) { return true }
        guard let host = head.host, hosts.isLoopback(host) else { return false }
        return sent.elementsEqual("http://\(host)".utf8)
    }
}
