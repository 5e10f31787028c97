internal import Networking

/// One connection of a worker: reads requests, has them answered, sends the answers, in order.
///
/// What to do and how long for is decided by its `ConnectionStateMachine`; here it is carried out. Between requests it holds no
/// buffer: what arrives is parsed where the worker received it, and only bytes that belong to a later moment are kept
/// in `pending`.
///
/// `@exclusivity(unchecked)`: touched on the worker's thread only, by accesses that call nothing which could come back
/// here, so that a check at run time of each access for overlap would find nothing; it costs a tenth of a request.
final class Connection {
    /// After so many answers others get a turn when the client has sent further requests already.
    private static let turn = 4

    typealias State = ConnectionStateMachine<LoopClock>
    typealias Event = State.Event

    /// Why serving it is over.
    enum Outcome {
        /// It is closed.
        case closed
        /// It waits for a request, for long perhaps: to be served again when something happens.
        case parked(until: Deadline)
    }

    let stream: Stream
    /// What it shares with the worker's other connections.
    let shared: WorkerResources
    /// How it began.
    let point: ListeningPoint
    /// Who is at the other end: of the socket, or of the proxy that speaks for it.
    var client: SocketAddress
    /// The client that it is counted for; nil where it stands for many, or a proxy has not told yet.
    private(set) var origin: ConnectionCounter.Origin?
    /// Bytes received and not consumed.
    @safe @exclusivity(unchecked) private(set) var pending: [UInt8] = []
    /// Bytes of answers that the kernel has taken.
    @safe @exclusivity(unchecked) var sent: Int64 = 0
    /// Answers about which the handler is still to be told how much of them was delivered.
    @safe @exclusivity(unchecked) var owed: [Owed] = []

    @safe @exclusivity(unchecked) private var state: State
    @safe @exclusivity(unchecked) private var parser: RequestParser
    /// Whether `pending` holds bytes that the parser has not seen.
    @safe @exclusivity(unchecked) private var hasUnparsed = false
    @safe @exclusivity(unchecked) private var answered = 0

    init(_ stream: Stream, at point: ListeningPoint, shared: WorkerResources) {
        self.stream = stream
        self.point = point
        self.shared = shared
        client = stream.peer
        let limits = shared.limits.values
        origin = limits.isShared(stream.peer) ? nil : ConnectionCounter.Origin(stream.peer)
        parser = RequestParser(limits: limits.head)
        state = State(limits: shared.limits, at: shared.loop.now)
    }

    var loop: EventLoop { shared.loop }
    var buffers: WorkerResources { shared }
    var limits: ServerLimits { shared.limits.values }

    /// Lives the connection from an event on, to its end or until it is to be parked.
    func serve(with handler: any RequestHandler, from event: Event) async -> Outcome {
        var head: RequestHead?
        var event = event
        while true {
            switch state.handle(event, at: loop.now) {
            case .greet(let end):
                event = await greet(until: Deadline(end))
            case .read(let end):
                do throws(RequestError) {
                    while true {
                        if let happened = try readAtOnce(&head) {
                            event = happened
                            break
                        }
                        if let over = await waitingEnd(until: Deadline(end)) {
                            event = over
                            break
                        }
                    }
                } catch {
                    event = .refused(error)
                }
            case .answer:
                guard let request = head.take() else { return close(handler) }
                let continuation: State.Continuation? =
                    switch answerAtOnce(request, with: handler) {
                    case .sent(let continuation): continuation
                    case .gone: nil
                    case .begun(let rest, let keepAlive):
                        await finish(request, rest, keepAlive: keepAlive, with: handler)
                    case .takesTime: await answer(request, with: handler)
                    }
                guard let continuation else { return close(handler) }
                event = .answered(continuation)
                if isTurnOver() { await loop.yield() }
            case .refuse(let error):
                guard await send(handler.respond(to: error), answering: nil, keepAlive: false) else {
                    return close(handler)
                }
                event = .answered(.linger)
            case .linger(let end):
                settleAll(with: handler)
                // The client can read the answer meanwhile (RFC 9112 section 9.6).
                await stream.linger(limit: limits.lingerBytes, deadline: Deadline(end))
                return .closed
            case .park(let end):
                settleAcknowledged(with: handler)
                return .parked(until: Deadline(end))
            case .close:
                settle(closingAfter: event, with: handler)
                // A complete answer has a complete end, which over TLS may need room of its own.
                if stream.isSecure, case .answered = event {
                    await stream.endSending(by: deadline(in: limits.lingerTime))
                }
                return close(handler)
            case .write:
                return close(handler)
            }
        }
    }

    private func close(_ handler: any RequestHandler) -> Outcome {
        settleAll(with: handler)
        stream.close()
        return .closed
    }

    /// Counts an answer: whether others are to get a turn before the requests that have come already.
    private func isTurnOver() -> Bool {
        answered += 1
        return !pending.isEmpty && answered.isMultiple(of: Connection.turn)
    }
}

/// What the worker asks of it.
extension Connection {
    /// Takes note of the client that a proxy has told: who that is, if its connections are counted.
    func learnOrigin() -> ConnectionCounter.Origin? {
        guard origin == nil, !limits.isShared(client) else { return nil }
        origin = ConnectionCounter.Origin(client)
        return origin
    }

    /// What it waits for, if it could be given up; nil if it could not.
    var wait: State.Wait? { state.wait }

    /// Whether it has been asked to make room.
    var isShed: Bool { state.isShed }

    /// Has an action called when a connection that was parked has to be served again; not if that is so already.
    func park(until end: Deadline, _ action: @escaping (Event) -> Void) -> Bool {
        guard !state.isToEnd else { return false }
        return stream.watchReadable(until: end) { error in
            action(error.map(Event.init(waitingEndedBy:)) ?? .unparked)
        }
    }

    /// Answers what is there and then closes.
    func drain() {
        if state.drain() { stream.interrupt() }
    }

    /// Makes room, where it could be given up.
    func shed() {
        if state.shed() { stream.interrupt() }
    }

    /// Ends at once.
    func cut() {
        state.cut()
        stream.interrupt()
    }
}

/// Receiving.
extension Connection {
    func deadline(in time: Duration) -> Deadline {
        loop.deadline(in: time)
    }

    /// Drops the first bytes of what is pending.
    func consume(_ count: Int) {
        if count == pending.count {
            pending = []
        } else {
            pending.removeFirst(count)
        }
        hasUnparsed = !pending.isEmpty
    }

    /// Waits for bytes of a content and adds them to what is pending; false at the end of the stream.
    func receive(until deadline: Deadline) async throws(StreamError) -> Bool {
        while true {
            switch unsafe try stream.receive(into: buffers.input) {
            case .received(let count):
                unsafe pending.append(contentsOf: buffers.input[..<count])
                hasUnparsed = true
                return true
            case .end: return false
            case .wouldBlock:
                guard state.beginContentWait(at: loop.now) else { throw .cancelled }
                defer { state.endContentWait() }
                try await stream.untilReadable(deadline)
            }
        }
    }

    /// Reads on, into the worker's buffer: what has happened; nil when that has to be waited for.
    private func readAtOnce(_ head: inout RequestHead?) throws(RequestError) -> Event? {
        if hasUnparsed {
            head = try parsePending()
            return head == nil ? .received : .request
        }
        let received: ReceiveResult
        do throws(StreamError) {
            received = unsafe try stream.receive(into: buffers.input)
        } catch {
            return Event(waitingEndedBy: error)
        }
        switch received {
        case .wouldBlock: return nil
        case .end: return .ended
        case .received(let count):
            head = try parse(received: count)
            return head == nil ? .received : .request
        }
    }

    /// Waits until there may be something to read; why that is not so, when it ends without.
    private func waitingEnd(until end: Deadline) async -> Event? {
        // Who asked for attention may have come when this task was on its way already.
        guard !state.isToEnd else { return .interrupted }
        do throws(StreamError) {
            try await stream.untilReadable(end)
            return nil
        } catch {
            return Event(waitingEndedBy: error)
        }
    }

    private func parsePending() throws(RequestError) -> RequestHead? {
        hasUnparsed = false
        let bytes = pending
        guard case .head(let head, let consumed) = try parser.parse(bytes.span) else { return nil }
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
        let bytes = unsafe received.bindMemory(to: UInt8.self)
        let outcome = try parser.parse(unsafe bytes.span)
        switch outcome {
        case .needMore:
            pending = unsafe Array(bytes)
            return nil
        case .head(let head, let consumed):
            if consumed < count {
                pending = unsafe Array(bytes[consumed...])
                hasUnparsed = true
            }
            return head
        }
    }
}

/// Answering.
extension Connection {
    /// How far an answer got without a wait.
    private enum Progress {
        /// All of it is with the kernel.
        case sent(State.Continuation)
        case begun(UnsentAnswer, keepAlive: Bool)
        case takesTime
        case gone
    }

    /// Has a request without content answered, and sends of the answer what goes out at once.
    private func answerAtOnce(_ head: RequestHead, with handler: any RequestHandler) -> Progress {
        settleAcknowledged(with: handler)
        guard head.framing.isEmpty, let response = handler.respondAtOnce(to: head, from: client) else {
            return .takesTime
        }
        let keepAlive = head.keepAlive && state.mayContinue(hasMore: !pending.isEmpty)
        do throws(StreamError) {
            if let rest = try sendAtOnce(response, answering: head, keepAlive: keepAlive) {
                return .begun(rest, keepAlive: keepAlive)
            }
        } catch {
            return .gone
        }
        return .sent(continuation(behind: head, keepAlive: keepAlive, with: handler))
    }

    /// Sends the rest of an answer; nil when the client is gone or too slow.
    private func finish(
        _ head: RequestHead, _ rest: UnsentAnswer, keepAlive: Bool, with handler: any RequestHandler
    ) async -> State.Continuation? {
        do throws(StreamError) {
            try await send(rest)
        } catch {
            return nil
        }
        return continuation(behind: head, keepAlive: keepAlive, with: handler)
    }

    /// How it goes on behind an answer to a request without content.
    private func continuation(
        behind head: RequestHead, keepAlive: Bool, with handler: any RequestHandler
    ) -> State.Continuation {
        guard keepAlive else {
            settleTaken(with: handler)
            return !head.keepAlive && pending.isEmpty ? .close : .linger
        }
        return .next(hasMore: !pending.isEmpty)
    }

    /// Has one request answered and sends the answer; nil when the client is gone or too slow.
    private func answer(
        _ head: RequestHead, with handler: any RequestHandler
    ) async -> State.Continuation? {
        let content = RequestContent(head, on: self)
        let response = await handler.respond(to: head, content: content, from: client)
        let keepAlive =
            head.keepAlive && content.canBeDiscarded && state.mayContinue(hasMore: !pending.isEmpty)
        guard await send(response, answering: head, keepAlive: keepAlive) else { return nil }
        // Closing what the client has no reason to expect, with bytes on their way, could cost it the answer.
        guard keepAlive else {
            settleTaken(with: handler)
            return content.isComplete && !head.keepAlive && pending.isEmpty ? .close : .linger
        }
        return await content.discard() ? .next(hasMore: !pending.isEmpty) : .linger
    }

    func sendContinue() async throws(StreamError) {
        try await send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    }

    /// Waits for room to send, for no longer than the minimum rate allows.
    ///
    /// - Throws: `.timedOut` when the client takes too little.
    func untilWritable() async throws(StreamError) {
        let action = state.blocked(at: loop.now, delivered: sent - Int64(stream.unacknowledged))
        guard case .write(let end) = action else { throw .timedOut }
        do throws(StreamError) {
            try await stream.untilWritable(end.map(Deadline.init) ?? .never)
        } catch .timedOut {
            // The next call looks at what has been delivered meanwhile.
        }
    }
}

extension ConnectionStateMachine.Event {
    /// What has happened when a wait ended with an error.
    init(waitingEndedBy error: StreamError) {
        switch error {
        case .timedOut: self = .timedOut
        case .cancelled: self = .interrupted
        default: self = .ended
        }
    }
}
