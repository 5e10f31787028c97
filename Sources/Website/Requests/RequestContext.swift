import Codecs
import HTTP
import Nachlese
import Networking
import Secrets

/// One request with what is known about who sent it.
struct RequestContext {
    let head: RequestHead
    /// Where the client is, seen through the proxies that are believed.
    let client: SocketAddress
    /// Whether everybody seems to come from there, because a proxy does not say for whom it asks.
    let isNetworkShared: Bool
    let now: Timestamp
    var session: SignedInSession?
    /// Whether the browser believes to be signed in and is not.
    var isSessionOver = false
    var query = Form.empty

    /// From where a mail is asked for.
    func requester(key: SealingKey) -> Requester {
        guard !isNetworkShared else { return .unknown }
        let network = client.network
        return Requester(network: network.description, neighbourhood: network.neighbourhood, key: key)
    }

    var isPost: Bool { head.method == .post }
    var isReading: Bool { head.method == .get || head.method == .head }
}

extension Form {
    static var empty: Form {
        guard let form = try? Form([UInt8]().span) else { preconditionFailure("nothing is a form") }
        return form
    }
}
