internal import HTTP
internal import Nachlese
internal import Networking

/// One request with what is known about who sent it.
struct Exchange {
    let head: RequestHead
    let peer: SocketAddress
    let session: SignedInSession?
    let now: Timestamp
    /// Whether the browser believes to be signed in and is not.
    var isSessionOver = false
    var query = Form.empty

    var isPost: Bool { head.method == .post }
    var isReading: Bool { head.method == .get || head.method == .head }
}

extension Form {
    static var empty: Form {
        guard let form = try? Form([UInt8]().span) else { preconditionFailure("nothing is a form") }
        return form
    }
}
