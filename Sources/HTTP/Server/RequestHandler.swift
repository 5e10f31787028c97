package import Networking

/// What answers requests: one instance for each worker, used on that worker only.
package protocol RequestHandler: AnyObject {
    /// Answers a request without content whose answer needs no waiting: the way of nearly all, which costs least.
    ///
    /// Runs on the worker's thread, as `respond(to:content:from:)` does, which is called where this gives nil.
    ///
    /// - Returns: the answer; nil, with nothing done, where it takes time.
    func respondAtOnce(to head: RequestHead, from peer: SocketAddress) -> Response?

    /// Answers one request.
    ///
    /// Runs on the worker's thread and stays there: it must not block, and may keep unshared state.
    ///
    /// - Parameters:
    ///   - head: checked by the parser.
    ///   - content: read by whoever wants it; what is left unread is dropped.
    ///   - peer: the other end of the connection.
    /// - Returns: the answer, which is sent whatever became of the content.
    func respond(to head: RequestHead, content: RequestContent, from peer: SocketAddress) async -> Response

    /// Answers what was no valid request; the connection closes afterwards.
    func respond(to error: RequestError) -> Response

    /// Takes note of how much of an answer has reached its client, where the answer was tagged for that.
    ///
    /// Called once for such an answer, when that is known: not before the client has acknowledged all of it or the
    /// connection ends, which may be long after it was sent; not at all when nothing of the content was delivered.
    ///
    /// - Parameters:
    ///   - ranges: bytes of the content, in the order they were sent; none is empty, some may meet or overlap.
    ///   - tag: of the answer.
    func delivered(_ ranges: [Range<Int64>], of tag: DeliveryTag)
}

extension RequestHandler {
    package func respondAtOnce(to head: RequestHead, from peer: SocketAddress) -> Response? { nil }

    package func delivered(_ ranges: [Range<Int64>], of tag: DeliveryTag) {}
}
