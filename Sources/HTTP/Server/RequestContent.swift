internal import Networking

/// The content of a request, still on the connection until somebody reads it.
///
/// Nothing is received before it is asked for, and no more than one buffer's worth is held: a client that sends faster
/// than it is read finds its socket full. Either `collect(upTo:)` or `next(upTo:)` until it gives nil.
package final class RequestContent: ContentSource {
    package typealias Failure = ContentError

    /// So many bytes in a row are received before others get a turn.
    private static let turn = 256 * 1024

    private let framing: BodyFraming
    private let connection: Connection
    private var awaitsContinue: Bool
    private(set) var isComplete: Bool
    /// Reading it broke off: nobody knows where the next request would begin.
    private var failed = false
    /// What is still to come of a content whose length was declared.
    private var remaining: Int64 = 0
    private var decoder: ChunkedDecoder?
    /// How much of what is pending the decoder has used.
    private var position = 0
    private var rate: MinimumRate<LoopClock>?
    /// When the last bytes were handed out: until the next call the client waits for us.
    private var handedOut: MonotonicInstant?
    private var streak = 0

    init(_ head: RequestHead, on connection: Connection) {
        framing = head.framing
        self.connection = connection
        awaitsContinue = head.expectsContinue
        isComplete = framing.isEmpty
        if case .length(let length) = framing { remaining = length }
    }

    /// Reads all of it, within `ServerLimits.contentTime`.
    ///
    /// `limit`: bytes, at most. A declared length above it is refused before anything is read.
    package func collect(upTo limit: Int) async throws(Failure) -> [UInt8] {
        let deadline = connection.deadline(in: connection.limits.contentTime)
        var content: [UInt8] = []
        while let bytes = try await piece(upTo: Int64(limit), until: deadline) { content += bytes }
        return content
    }

    /// Reads on: the bytes that come next, at least one and at most what one receive brings; nil at the end.
    ///
    /// The client has to keep `ServerLimits.contentRate`; the time the caller takes between two calls does not count.
    ///
    /// `limit`: bytes of the whole content, the same in every call. A declared length above it is refused before
    /// anything is read, a chunk above it before the chunk is.
    package func next(upTo limit: Int64) async throws(Failure) -> ArraySlice<UInt8>? {
        let now = connection.stream.loop.now
        if let handedOut {
            rate?.excuse(handedOut.duration(to: now))
        } else {
            let limits = connection.limits
            rate = MinimumRate(bytesPerSecond: limits.contentRate, grace: limits.contentGrace, from: now)
        }
        defer { handedOut = connection.stream.loop.now }
        return try await piece(upTo: limit, until: nil)
    }

    /// Whether it is little enough to be read and dropped for the sake of the connection.
    var canBeDiscarded: Bool {
        if isComplete { return true }
        // A client that waits for 100 Continue has sent nothing, and may or may not send it after a final answer.
        if awaitsContinue || failed { return false }
        return framing == .chunked || remaining <= Int64(connection.limits.discarded)
    }

    /// Reads and drops what nobody wanted.
    ///
    /// - Returns: whether the connection stands at the next request afterwards.
    func discard() async -> Bool {
        guard canBeDiscarded else { return false }
        let deadline = connection.deadline(in: connection.limits.contentTime)
        var room = connection.limits.discarded
        do throws(Failure) {
            while let bytes = try await piece(upTo: Int64(room), until: deadline) {
                room -= bytes.count
                guard room >= 0 else { return false }
            }
            return true
        } catch {
            return false
        }
    }
}

extension RequestContent {
    /// The next bytes; in time by the minimum rate where there is no deadline.
    private func piece(upTo limit: Int64, until deadline: Deadline?) async throws(Failure) -> ArraySlice<UInt8>? {
        do throws(Failure) {
            try begin(limit)
            while !isComplete {
                if let bytes = try take() { return bytes }
                if !isComplete { try await receive(until: deadline) }
            }
            return nil
        } catch {
            failed = true
            throw error
        }
    }

    private func begin(_ limit: Int64) throws(Failure) {
        switch framing {
        case .none: break
        case .length(let length):
            // What has been read already was within the limit of that moment.
            guard remaining < length || length <= limit else { throw .refused(.bodyTooLarge) }
        case .chunked:
            if decoder == nil { decoder = ChunkedDecoder(limit: limit) }
        }
    }

    /// Takes what is pending; nil when nothing of the content is.
    private func take() throws(Failure) -> ArraySlice<UInt8>? {
        let pending = connection.pending
        guard framing == .chunked else {
            let count = Int(clamping: min(remaining, Int64(pending.count)))
            guard count > 0 else { return nil }
            connection.consume(count)
            remaining -= Int64(count)
            isComplete = remaining == 0
            return pending[..<count]
        }
        do throws(RequestError) {
            switch try decoder?.next(in: pending.span, at: &position) {
            case .data(let range): return pending[range]
            case .end: isComplete = true
            case .needMore, nil: break
            }
        } catch {
            throw .refused(error)
        }
        connection.consume(position)
        position = 0
        return nil
    }

    /// Waits for bytes; nothing is pending before.
    private func receive(until deadline: Deadline?) async throws(Failure) {
        do throws(StreamError) {
            if awaitsContinue {
                awaitsContinue = false
                if connection.pending.isEmpty { try await connection.sendContinue() }
            }
            guard try await connection.receive(until: deadline ?? rate?.deadline.map(Deadline.init) ?? .never) else {
                throw StreamError.reset
            }
        } catch {
            if error == .timedOut { throw .timedOut }
            throw connection.isShed ? .refused(.noRoom) : .disconnected
        }
        let count = connection.pending.count
        let loop = connection.stream.loop
        if deadline == nil {
            rate?.note(Int64(count), at: loop.now)
            // Bytes that are always there in time to be received, and never enough, meet no wait that ends.
            guard rate?.isTooSlow(at: loop.now) != true else { throw .timedOut }
        }
        streak += count
        if streak >= Self.turn {
            streak = 0
            await loop.yield()
        }
    }
}
