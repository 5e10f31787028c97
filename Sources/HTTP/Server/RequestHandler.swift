package import Networking

/// What answers requests: one instance for each worker, used on that worker only.
package protocol RequestHandler: AnyObject {
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
}
