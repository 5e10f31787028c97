internal import Networking

/// Telling the handler how much of an answer has reached the client, where it asked for that.
///
/// What the kernel has taken is not yet with the client: megabytes may lie in its buffers, and are gone when the
/// connection breaks. So an answer stays owed until the client has acknowledged all of it, which is looked at when the
/// connection comes to something else: the next request, being parked, its end. Then only what was acknowledged counts.
extension Connection {
    /// An answer whose delivery somebody wants to know.
    struct Owed {
        let measure: DeliveryMeasure
        /// Where it begins and ends among the bytes of all answers on the connection.
        let begin: Int64
        let end: Int64
    }

    /// Answers that may be owed at a time, for clients that send requests without waiting for answers.
    private static let mostOwed = 64

    /// Takes note of an answer before it is sent; its head lies in the worker's output buffer.
    func owe(_ tag: DeliveryTag, _ body: Response.Body) {
        let head = buffers.output.count
        guard let measure = DeliveryMeasure(tag, headCount: head, body: body) else { return }
        owed.append(Owed(measure: measure, begin: sent, end: sent + Int64(head) + body.count))
    }

    /// Tells about the answers that the client has acknowledged to the last byte.
    func settleAcknowledged(with handler: any RequestHandler) {
        guard !owed.isEmpty else { return }
        let acknowledged = acknowledged
        while let first = owed.first, first.end <= acknowledged || owed.count >= Connection.mostOwed {
            settle(at: acknowledged, with: handler)
        }
    }

    /// Tells about all answers, counting what the client has acknowledged: for a connection that ends.
    func settleAll(with handler: any RequestHandler) {
        guard !owed.isEmpty else { return }
        let acknowledged = acknowledged
        while !owed.isEmpty { settle(at: acknowledged, with: handler) }
    }

    /// Tells about all answers, counting what the kernel has taken: it goes on delivering after the connection was
    /// closed on this side, and there is no later moment to look.
    func settleTaken(with handler: any RequestHandler) {
        while !owed.isEmpty { settle(at: sent, with: handler) }
    }

    /// Tells about all answers when the connection is to be closed because of an event.
    func settle(closingAfter event: Event, with handler: any RequestHandler) {
        switch event {
        // Nothing is wrong with the client: this side does not want to go on.
        case .answered, .interrupted: settleTaken(with: handler)
        default: settleAll(with: handler)
        }
    }

    private var acknowledged: Int64 { sent - Int64(stream.unacknowledged) }

    private func settle(at place: Int64, with handler: any RequestHandler) {
        let answer = owed.removeFirst()
        let ranges = answer.measure.ranges(among: min(place, answer.end) - answer.begin)
        if !ranges.isEmpty { handler.delivered(ranges, of: answer.measure.tag) }
    }
}
