/// What a connection has to do next, and until when.
///
/// A pure value, generic over the clock, without a socket: `Connection` tells it what has happened and carries out what
/// it answers. Whoever looks after many connections (`Worker`) may ask it to `drain`, to be `shed` or to be `cut`.
///
/// ```
///              parked
///                ⇅
/// greeting → idle → head → answering ⇄ content, sending → idle …
///                     └────────┴──────────┴→ lingering → closed
/// ```
struct ConnectionStateMachine<C: Clock>: Sendable where C.Duration == Duration {
    /// What the connection has to do.
    enum Action: Equatable {
        /// Learn who is there (PROXY protocol) and agree on keys (TLS), if the listener asks for it.
        case greet(until: C.Instant)
        /// Wait for bytes of a head.
        case read(until: C.Instant)
        /// Wait for bytes of a head as before, without a task, since that may take long.
        case park(until: C.Instant)
        /// Have the request answered.
        case answer
        /// Wait for room to send more of the answer; nil: for as long as it takes.
        case write(until: C.Instant?)
        /// Send the error's answer, the last one.
        case refuse(RequestError)
        /// End the own side, read on without looking at it, and close: the client can read the answer meanwhile.
        case linger(until: C.Instant)
        /// Close at once.
        case close
    }

    /// What has happened.
    enum Event {
        case opened
        case greeted
        /// The two sides have no protocol in common; the client can read why.
        case misunderstood
        /// There may be bytes after it was parked.
        case unparked
        /// Bytes came and do not complete a head.
        case received
        /// A head is complete.
        case request
        /// What came is no request.
        case refused(RequestError)
        /// The answer is with the kernel.
        case answered(Continuation)
        /// The time of the last action is up.
        case timedOut
        /// The client has ended its side.
        case ended
        /// Somebody asked for attention: `drain`, `shed` or `cut`.
        case interrupted
    }

    /// How it may go on after an answer.
    enum Continuation: Equatable {
        /// With the next request, of which bytes are there already or not.
        case next(hasMore: Bool)
        /// Not: this was the last answer, and the client has nothing more to say.
        case close
        /// Not, and the client may still be sending what nobody reads.
        case linger
    }

    /// What a connection waits for that can be given up, and since when: the smallest goes first.
    struct Wait: Comparable {
        enum Kind: Int {
            /// It has made room already, and only reads its last answer.
            case told
            /// Nobody misses anything: it has had an answer and has not begun to ask again.
            case idle
            /// It has begun something and not finished: greeting, its first request, a head, a content, reading an error.
            case unfinished
        }

        let kind: Kind
        let since: C.Instant

        static func < (left: Wait, right: Wait) -> Bool {
            left.kind == right.kind ? left.since < right.since : left.kind.rawValue < right.kind.rawValue
        }
    }

    private enum Phase {
        case greeting, idle, parked, head, answering, content, lingering, closed
        case sending(Sending)
    }

    /// The answer that is on its way.
    private struct Sending {
        var rate: MinimumRate<C>
        /// What the rate has taken note of.
        var delivered: Int64
    }

    private enum Wish {
        case none, drain, shed, cut
    }

    private let limits: FixedLimits
    private var phase = Phase.closed
    private var wish = Wish.none
    private var deadline: C.Instant
    private var isFirst = true

    private var waitingSince: C.Instant

    init(limits: FixedLimits, at now: C.Instant) {
        self.limits = limits
        deadline = now
        waitingSince = now
    }

    /// Whether nobody misses anything when it is closed: no byte of a request has come.
    var isIdle: Bool {
        switch phase {
        case .idle, .parked: true
        default: false
        }
    }

    /// What it waits for, if it may be given up when room is needed; nil where a complete request would be lost.
    ///
    /// A new connection counts as unfinished until its first answer. Otherwise the connections of one client could be
    /// closed, one by one, in the moment between being accepted and sending a request, by another's who send half heads.
    var wait: Wait? {
        switch (phase, wish) {
        case (_, .cut), (.answering, _), (.sending, _), (.closed, _): nil
        case (.lingering, .shed): Wait(kind: .told, since: waitingSince)
        case (_, .shed): nil
        case (.idle, _), (.parked, _): Wait(kind: isFirst ? .unfinished : .idle, since: waitingSince)
        case (.greeting, _), (.head, _), (.content, _), (.lingering, _): Wait(kind: .unfinished, since: waitingSince)
        }
    }

    /// Whether it has been asked to make room.
    var isShed: Bool { wish == .shed }

    /// Whether it has been asked to end while it waits for a request.
    var isToEnd: Bool {
        switch wish {
        case .none: false
        case .drain: isIdle
        case .shed, .cut: true
        }
    }

    /// Whether another request may follow on this connection, as far as it is up to the server.
    func mayContinue(hasMore: Bool) -> Bool {
        switch wish {
        case .none: true
        case .drain: hasMore
        case .shed, .cut: false
        }
    }

    /// Asks it to end as soon as nothing is missing: whether it has to be interrupted for that.
    mutating func drain() -> Bool {
        if wish == .none { wish = .drain }
        return isIdle
    }

    /// Asks it to make room, politely where it has begun a request; again: to be done with it.
    ///
    /// - Returns: whether it has to be interrupted for that.
    mutating func shed() -> Bool {
        guard let wait else { return false }
        wish = wait.kind == .told ? .cut : .shed
        return true
    }

    /// Asks it to end at once.
    mutating func cut() {
        wish = .cut
    }

    /// Takes note that the next bytes of a content are waited for, which has to be followed by `endContentWait`.
    ///
    /// - Returns: false where it is to end instead.
    mutating func beginContentWait(at now: C.Instant) -> Bool {
        guard !isToEnd else { return false }
        phase = .content
        waitingSince = now
        return true
    }

    /// Takes note that the wait for the next bytes of a content is over.
    mutating func endContentWait() {
        phase = .answering
    }

    /// Takes note that the socket takes no more of an answer.
    ///
    /// `delivered`: bytes that the client has acknowledged since the connection was opened; asked for at the first
    /// time and when the time is up only.
    mutating func blocked(at now: C.Instant, delivered: @autoclosure () -> Int64) -> Action {
        if wish == .cut { return close() }
        var sending: Sending
        if case .sending(let begun) = phase {
            sending = begun
        } else {
            sending = Sending(
                rate: MinimumRate(
                    bytesPerSecond: limits.values.answerRate, grace: limits.values.answerGrace, from: now),
                delivered: delivered())
        }
        if sending.rate.isTooSlow(at: now) {
            let delivered = delivered()
            sending.rate.note(delivered - sending.delivered, at: now)
            sending.delivered = delivered
        }
        guard !sending.rate.isTooSlow(at: now) else { return close() }
        phase = .sending(sending)
        return .write(until: sending.rate.deadline)
    }

    /// Takes note of what has happened.
    ///
    /// - Returns: what to do now. After `.close` nothing more is to be told.
    mutating func handle(_ event: Event, at now: C.Instant) -> Action {
        if wish == .cut { return close() }
        switch event {
        case .opened:
            phase = .greeting
            waitingSince = now
            deadline = now.advanced(by: limits.values.handshakeTime)
            return .greet(until: deadline)
        case .greeted:
            return wait(for: limits.values.headTime, at: now)
        case .misunderstood:
            return linger(at: now)
        case .received:
            if isIdle { beginHead(at: now) }
            return .read(until: deadline)
        case .request:
            phase = .answering
            return .answer
        case .refused(let error):
            return refuse(error)
        case .answered(let continuation):
            return answered(continuation, at: now)
        case .timedOut:
            return timedOut(at: now)
        case .unparked:
            return idle(at: now)
        case .ended:
            return close()
        case .interrupted:
            return interrupted()
        }
    }
}

extension ConnectionStateMachine {
    private mutating func close() -> Action {
        phase = .closed
        return .close
    }

    private mutating func refuse(_ error: RequestError) -> Action {
        phase = .answering
        return .refuse(error)
    }

    private mutating func wait(for time: Duration, at now: C.Instant) -> Action {
        waitingSince = now
        deadline = now.advanced(by: time)
        return idle(at: now)
    }

    /// A busy connection has its next request before it is parked, so that the task it would need then costs nothing.
    private mutating func idle(at now: C.Instant) -> Action {
        phase = .idle
        return .read(until: min(deadline, now.advanced(by: limits.values.parkTime)))
    }

    private mutating func timedOut(at now: C.Instant) -> Action {
        switch phase {
        case .head: return refuse(.headTimeout)
        case .idle where now < deadline:
            phase = .parked
            return .park(until: deadline)
        default: return close()
        }
    }

    /// The first head's time counts from the begin of the connection, a later one's from its first byte.
    private mutating func beginHead(at now: C.Instant) {
        phase = .head
        waitingSince = now
        if !isFirst { deadline = now.advanced(by: limits.values.headTime) }
    }

    private mutating func answered(_ continuation: Continuation, at now: C.Instant) -> Action {
        isFirst = false
        switch continuation {
        case .next(let hasMore):
            guard mayContinue(hasMore: hasMore) else { return close() }
            return wait(for: limits.values.idleTime, at: now)
        case .close:
            return close()
        case .linger:
            return linger(at: now)
        }
    }

    private mutating func linger(at now: C.Instant) -> Action {
        phase = .lingering
        waitingSince = now
        return .linger(until: now.advanced(by: limits.values.lingerTime))
    }

    private mutating func interrupted() -> Action {
        switch phase {
        case .head: wish == .shed ? refuse(.noRoom) : .read(until: deadline)
        default: close()
        }
    }
}
