internal import Networking

/// The content of a request, still on the connection until somebody reads it.
package final class RequestContent {
    /// Why the content could not be had.
    package enum Failure: Error {
        /// It breaks a rule or is larger than allowed: to be answered with that error.
        case refused(RequestError)
        /// It did not come in time: 408.
        case timedOut
        /// The client is gone; no answer will reach it.
        case disconnected
    }

    private let framing: BodyFraming
    private let connection: Connection
    private var awaitsContinue: Bool
    private(set) var isComplete: Bool
    /// Reading it broke off: nobody knows where the next request would begin.
    private var failed = false

    init(_ head: RequestHead, on connection: Connection) {
        framing = head.framing
        self.connection = connection
        awaitsContinue = head.expectsContinue
        isComplete = framing == .none || framing == .length(0)
    }

    /// Reads all of it.
    ///
    /// `limit`: octets, at most. A declared length above it is refused before anything is read.
    package func collect(upTo limit: Int) async throws(Failure) -> [UInt8] {
        guard !isComplete else { return [] }
        do throws(Failure) {
            return try await read(upTo: limit)
        } catch {
            failed = true
            throw error
        }
    }

    private func read(upTo limit: Int) async throws(Failure) -> [UInt8] {
        let deadline = connection.deadline(in: connection.limits.contentTime)
        switch framing {
        case .none:
            return []
        case .length(let length):
            guard length <= Int64(limit) else { throw .refused(.bodyTooLarge) }
            let count = Int(length)
            while connection.pending.count < count { try await readMore(deadline) }
            let content = Array(connection.pending.prefix(count))
            connection.consume(count)
            isComplete = true
            return content
        case .chunked:
            return try await collectChunks(limit, deadline)
        }
    }

    /// Whether it is little enough to be read and dropped for the sake of the connection.
    var canBeDiscarded: Bool {
        if isComplete { return true }
        // A client that waits for 100 Continue has sent nothing, and may or may not send it after a final answer.
        if awaitsContinue || failed { return false }
        if case .length(let length) = framing { return length <= Int64(connection.limits.discarded) }
        return true
    }

    /// Reads and drops what nobody wanted.
    ///
    /// - Returns: whether the connection stands at the next request afterwards.
    func discard() async -> Bool {
        if isComplete { return true }
        return (try? await collect(upTo: connection.limits.discarded)) != nil
    }

    private func collectChunks(_ limit: Int, _ deadline: Deadline) async throws(Failure) -> [UInt8] {
        var decoder = ChunkedDecoder(limit: Int64(limit))
        var content: [UInt8] = []
        var position = 0
        while true {
            let event: ChunkedDecoder.Event
            let pending = connection.pending
            do throws(RequestError) {
                event = try decoder.next(in: pending.span, at: &position)
            } catch {
                throw .refused(error)
            }
            switch event {
            case .data(let range):
                content += pending[range]
            case .end:
                connection.consume(position)
                isComplete = true
                return content
            case .needMore:
                connection.consume(position)
                position = 0
                try await readMore(deadline)
            }
        }
    }

    private func readMore(_ deadline: Deadline) async throws(Failure) {
        do throws(StreamError) {
            if awaitsContinue {
                awaitsContinue = false
                if connection.pending.isEmpty { try await connection.sendContinue() }
            }
            guard try await connection.receive(until: deadline) else { throw StreamError.reset }
        } catch {
            throw error == .timedOut ? .timedOut : .disconnected
        }
    }
}
