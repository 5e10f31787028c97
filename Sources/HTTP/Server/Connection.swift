internal import Glibc
internal import Networking

/// One connection of a worker: reads requests, has them answered, sends the answers, in order.
///
/// Between requests it holds no buffer: what arrives is parsed where the worker received it, and only octets that
/// belong to a later moment are kept in `pending`.
final class Connection {
    /// After so many answers others get a turn when the client has sent further requests already.
    private static let turn = 4

    let stream: Stream
    let limits: ServerLimits
    /// Octets received and not consumed.
    private(set) var pending: [UInt8] = []
    /// Whether it waits for a request of which nothing has come: it may be closed without anybody missing anything.
    private(set) var isIdle = true
    /// Set to answer what is there and then close.
    var isDraining = false

    private let loop: EventLoop
    private let buffers: WorkerBuffers
    private var parser: RequestParser

    init(_ stream: Stream, loop: EventLoop, buffers: WorkerBuffers, limits: ServerLimits) {
        self.stream = stream
        self.loop = loop
        self.buffers = buffers
        self.limits = limits
        parser = RequestParser(limits: limits.head)
    }

    /// Lives the connection to its end.
    func serve(with handler: any RequestHandler) async {
        do throws(StreamError) {
            var isFirst = true
            var answered = 0
            while let outcome = try await nextHead(isFirst: isFirst) {
                isFirst = false
                switch outcome {
                case .request(let head):
                    switch try await answer(head, with: handler) {
                    case .goOn: break
                    case .close: return stream.close()
                    case .linger: return await linger()
                    }
                case .refused(let error):
                    try await send(handler.respond(to: error), answering: nil, keepAlive: false)
                    return await linger()
                }
                if isDraining, pending.isEmpty { break }
                answered += 1
                if !pending.isEmpty, answered.isMultiple(of: Connection.turn) { await loop.yield() }
            }
        } catch {
            // The client is gone or too slow: there is nobody to tell.
        }
        stream.close()
    }

    /// Reads on for a moment before closing, so that the client can read the last answer (RFC 9112 section 9.6).
    private func linger() async {
        await stream.linger(limit: limits.lingerOctets, deadline: deadline(in: limits.lingerTime))
    }

    func deadline(in time: Duration) -> Deadline {
        loop.deadline(in: time)
    }

    /// Drops the first octets of what is pending.
    func consume(_ count: Int) {
        if count == pending.count {
            pending = []
        } else {
            pending.removeFirst(count)
        }
    }

    /// Waits for octets and adds them to what is pending; false at the end of the stream.
    func receive(until deadline: Deadline) async throws(StreamError) -> Bool {
        while true {
            switch unsafe try stream.receive(into: buffers.input) {
            case .received(let count):
                unsafe pending.append(contentsOf: buffers.input[..<count])
                return true
            case .end: return false
            case .wouldBlock: try await stream.untilReadable(deadline)
            }
        }
    }

    func sendContinue() async throws(StreamError) {
        try await stream.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), deadline: deadline(in: limits.sendStall))
    }
}

extension Connection {
    private enum Outcome {
        case request(RequestHead)
        case refused(RequestError)
    }

    /// The next head; nil when the client closed between requests, or was idle for too long.
    private func nextHead(isFirst: Bool) async throws(StreamError) -> Outcome? {
        do throws(RequestError) {
            if let head = try parsePending() { return .request(head) }
        } catch {
            return .refused(error)
        }
        isIdle = pending.isEmpty
        defer { isIdle = false }
        var limit = deadline(in: isFirst || !isIdle ? limits.headTime : limits.idleTime)
        while true {
            let count: Int
            switch unsafe try stream.receive(into: buffers.input) {
            case .end: return nil
            case .received(let received): count = received
            case .wouldBlock:
                if isIdle, isDraining { return nil }
                do throws(StreamError) {
                    try await stream.untilReadable(limit)
                } catch .timedOut where !isIdle {
                    return .refused(.headTimeout)
                }
                continue
            }
            if isIdle {
                isIdle = false
                if !isFirst { limit = deadline(in: limits.headTime) }
            }
            do throws(RequestError) {
                if let head = try parse(received: count) { return .request(head) }
            } catch {
                return .refused(error)
            }
        }
    }

    private func parsePending() throws(RequestError) -> RequestHead? {
        let octets = pending
        guard !octets.isEmpty, case .head(let head, let consumed) = try parser.parse(octets.span) else { return nil }
        consume(consumed)
        return head
    }

    /// Parses what lies in the worker's buffer, behind what was pending; keeps what is not consumed.
    private func parse(received count: Int) throws(RequestError) -> RequestHead? {
        let received = unsafe UnsafeRawBufferPointer(rebasing: buffers.input[..<count])
        guard pending.isEmpty else {
            unsafe pending.append(contentsOf: received)
            return try parsePending()
        }
        let octets = unsafe received.bindMemory(to: UInt8.self)
        let outcome = try parser.parse(unsafe octets.span)
        switch outcome {
        case .needMore:
            pending = unsafe Array(octets)
            return nil
        case .head(let head, let consumed):
            if consumed < count { pending = unsafe Array(octets[consumed...]) }
            return head
        }
    }

    private enum Continuation {
        case goOn
        case close
        /// The client may still be sending what nobody reads.
        case linger
    }

    /// Has one request answered and sends the answer.
    private func answer(
        _ head: RequestHead, with handler: any RequestHandler
    ) async throws(StreamError) -> Continuation {
        let content = RequestContent(head, on: self)
        let response = await handler.respond(to: head, content: content, from: stream.peer)
        let keepAlive = head.keepAlive && content.canBeDiscarded && !(isDraining && pending.isEmpty)
        try await send(response, answering: head, keepAlive: keepAlive)
        guard keepAlive else { return content.isComplete ? .close : .linger }
        return await content.discard() ? .goOn : .linger
    }

    /// Small files are read and sent together with their head: one system call less, and fewer packets.
    private static let inlineFileLimit: Int64 = 16 * 1024
    private static let inlineBytesLimit = 64 * 1024

    private func send(
        _ response: Response, answering head: RequestHead?, keepAlive: Bool
    ) async throws(StreamError) {
        buffers.output.removeAll(keepingCapacity: true)
        let body = ResponseSerializer.appendHead(
            of: response, answering: head?.method ?? .get, version: head?.version ?? .http11, keepAlive: keepAlive,
            date: buffers.date(), to: &buffers.output)
        switch body {
        case .empty:
            try await flush(more: false)
        case .bytes(let bytes):
            if bytes.count <= Connection.inlineBytesLimit {
                buffers.output += bytes
                try await flush(more: false)
            } else {
                try await flush(more: true)
                try await stream.send(bytes, deadline: deadline(in: limits.sendStall))
            }
        case .file(let region):
            if region.count <= Connection.inlineFileLimit, appendContent(of: region) {
                try await flush(more: false)
            } else {
                try await flush(more: region.count > 0)
                var sent: Int64 = 0
                try await stream.sendFile(
                    region.file.descriptor, offset: region.offset, count: region.count, stallLimit: limits.sendStall,
                    sent: &sent)
            }
        case .parts(let parts):
            try await send(parts, behind: buffers.output)
        }
    }

    /// Reads a small region behind the head; false, with nothing appended, when not all of it is there.
    private func appendContent(of region: FileRegion) -> Bool {
        let start = buffers.output.count
        let wanted = Int(region.count)
        let read = unsafe pread(region.file.descriptor, buffers.input.baseAddress, wanted, off_t(region.offset))
        guard read == wanted else { return false }
        unsafe buffers.output.append(contentsOf: buffers.input[..<read])
        return buffers.output.count == start + wanted
    }

    /// Sends the worker's output buffer; what the socket does not take at once moves out of it before waiting.
    private func flush(more: Bool) async throws(StreamError) {
        let output = buffers.output
        let sent = unsafe try output.span.bytes.withUnsafeBytes { octets throws(StreamError) in
            unsafe try stream.trySend(octets, more: more) ?? 0
        }
        guard sent < output.count else { return }
        let rest = Array(output[sent...])
        try await stream.send(rest, more: more, deadline: deadline(in: limits.sendStall))
    }
}
