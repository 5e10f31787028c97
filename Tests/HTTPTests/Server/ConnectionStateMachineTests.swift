import Testing

@testable import HTTP

@Suite("The state machine of a connection")
struct ConnectionStateMachineTests {
    typealias State = ConnectionStateMachine<ManualClock>

    private static let limits: FixedLimits = {
        var limits = ServerLimits()
        limits.parkTime = .seconds(1_000)
        limits.handshakeTime = .seconds(10)
        limits.headTime = .seconds(30)
        limits.idleTime = .seconds(75)
        limits.lingerTime = .seconds(2)
        limits.answerRate = 10
        limits.answerGrace = .seconds(60)
        return FixedLimits(limits)
    }()

    /// A state machine to which these things have happened, all at the begin.
    private func state(_ events: State.Event...) -> Held {
        let state = Held()
        for event in events { _ = state.handle(event, at: 0) }
        return state
    }

    /// Holds the value, which `#expect` could not change.
    private final class Held {
        private(set) var value: State

        init(_ limits: FixedLimits = ConnectionStateMachineTests.limits) {
            value = State(limits: limits, at: 0)
        }

        func handle(_ event: State.Event, at now: ManualClock.Instant) -> State.Action { value.handle(event, at: now) }
        func blocked(at now: ManualClock.Instant, delivered: Int64) -> State.Action {
            value.blocked(at: now, delivered: delivered)
        }
        func drain() -> Bool { value.drain() }
        func shed() -> Bool { value.shed() }
        func cut() { value.cut() }
        func mayContinue(hasMore: Bool) -> Bool { value.mayContinue(hasMore: hasMore) }
        var isToEnd: Bool { value.isToEnd }
        var isIdle: Bool { value.isIdle }
        func beginContentWait(at now: ManualClock.Instant) -> Bool { value.beginContentWait(at: now) }
        func endContentWait() { value.endContentWait() }
        var wait: State.Wait? { value.wait }
        var isShed: Bool { value.isShed }
    }

    @Test("greets, reads, answers and reads again, each for its time")
    func course() {
        let state = state()
        #expect(state.handle(.opened, at: 1) == .greet(until: 11))
        #expect(state.handle(.greeted, at: 2) == .read(until: 32))
        #expect(state.handle(.received, at: 5) == .read(until: 32), "the first head's time counts from the begin")
        #expect(state.handle(.request, at: 6) == .answer)
        #expect(state.handle(.answered(.next(hasMore: false)), at: 7) == .read(until: 82))
        #expect(state.handle(.received, at: 50) == .read(until: 80), "a later head's from its first octet")
        #expect(state.handle(.received, at: 60) == .read(until: 80), "and no octet lengthens it")
        #expect(state.handle(.request, at: 70) == .answer)
        #expect(state.handle(.answered(.linger), at: 71) == .linger(until: 73))
    }

    @Test("is parked when it waits for long, until its time is up or something comes")
    func parks() {
        var limits = ConnectionStateMachineTests.limits.values
        limits.parkTime = .seconds(1)
        let state = Held(FixedLimits(limits))
        _ = state.handle(.opened, at: 0)
        #expect(state.handle(.greeted, at: 0) == .read(until: 1))
        #expect(state.handle(.timedOut, at: 1) == .park(until: 30))
        #expect(state.isIdle && state.wait == State.Wait(kind: .unfinished, since: 0))
        #expect(state.handle(.unparked, at: 5) == .read(until: 6))
        #expect(state.handle(.timedOut, at: 6) == .park(until: 30), "nothing came after all")
        #expect(state.handle(.unparked, at: 7) == .read(until: 8))
        #expect(state.handle(.received, at: 7) == .read(until: 30), "a head that has begun is not parked")
        #expect(state.handle(.request, at: 8) == .answer)
        #expect(state.handle(.answered(.next(hasMore: false)), at: 9) == .read(until: 10))
        #expect(state.handle(.timedOut, at: 10) == .park(until: 84))
        #expect(state.handle(.timedOut, at: 84) == .close)
    }

    @Test("who is parked goes when room is needed, or at the end")
    func parkedEnds() {
        var limits = ConnectionStateMachineTests.limits.values
        limits.parkTime = .zero
        for isDraining in [true, false] {
            let state = Held(FixedLimits(limits))
            for event: State.Event in [.opened, .greeted, .timedOut] { _ = state.handle(event, at: 0) }
            #expect(isDraining ? state.drain() : state.shed())
            #expect(state.isToEnd)
            #expect(state.handle(.interrupted, at: 1) == .close)
        }
    }

    @Test("ends without a word where nothing was asked")
    func silentEnds() {
        let slowHandshake = state(.opened)
        #expect(slowHandshake.handle(.timedOut, at: 10) == .close)
        let idle = state(.opened, .greeted)
        #expect(idle.handle(.timedOut, at: 30) == .close)
        let gone = state(.opened, .greeted, .received)
        #expect(gone.handle(.ended, at: 1) == .close)
        let done = state(.opened, .greeted, .request)
        #expect(done.handle(.answered(.close), at: 1) == .close)
    }

    @Test("tells who stops within a head, and what is no request")
    func refusals() {
        let slow = state(.opened, .greeted, .received)
        #expect(slow.handle(.timedOut, at: 30) == .refuse(.headTimeout))
        #expect(slow.handle(.answered(.linger), at: 30) == .linger(until: 32))
        let wrong = state(.opened, .greeted, .received)
        #expect(wrong.handle(.refused(.missingHost), at: 1) == .refuse(.missingHost))
    }

    @Test("waits for a slow reader as long as it takes enough")
    func slowReader() {
        let state = state(.opened, .greeted, .request)
        #expect(state.blocked(at: 0, delivered: 100) == .write(until: 60))
        #expect(state.blocked(at: 30, delivered: 100) == .write(until: 60))
        #expect(state.blocked(at: 60, delivered: 700) == .write(until: 120))
        #expect(state.blocked(at: 120, delivered: 900) == .write(until: 140))
        #expect(state.blocked(at: 140, delivered: 900) == .close)
    }

    @Test("each answer has a rate of its own")
    func ratePerAnswer() {
        let state = state(.opened, .greeted, .request)
        #expect(state.blocked(at: 0, delivered: 0) == .write(until: 60))
        _ = state.handle(.answered(.next(hasMore: false)), at: 10)
        _ = state.handle(.request, at: 80)
        #expect(state.blocked(at: 80, delivered: 0) == .write(until: 140))
    }

    @Test("what has been delivered is asked for at the begin and when the time is up only")
    func rarelyAsked() {
        var state = State(limits: ConnectionStateMachineTests.limits, at: 0)
        for event: State.Event in [.opened, .greeted, .request] { _ = state.handle(event, at: 0) }
        var asked = 0
        func delivered() -> Int64 {
            asked += 1
            return 1_000 * Int64(asked)
        }
        for second in 0..<60 { _ = state.blocked(at: .init(time: .seconds(second)), delivered: delivered()) }
        #expect(asked == 1)
        _ = state.blocked(at: 60, delivered: delivered())
        #expect(asked == 2)
    }

    @Test("who greets in a language of its own may read why it is refused")
    func misunderstood() {
        let state = state(.opened)
        #expect(state.handle(.misunderstood, at: 1) == .linger(until: 3))
    }

    @Test("draining closes who waits, finishes who is at it, and answers what has been sent already")
    func drains() {
        let idle = state(.opened, .greeted)
        #expect(idle.drain())
        #expect(idle.isToEnd)
        #expect(idle.handle(.interrupted, at: 1) == .close)

        let halfHead = state(.opened, .greeted, .received)
        #expect(!halfHead.drain())
        #expect(halfHead.handle(.request, at: 1) == .answer)
        #expect(!halfHead.mayContinue(hasMore: false))
        #expect(halfHead.mayContinue(hasMore: true))
        #expect(halfHead.handle(.answered(.next(hasMore: true)), at: 2) == .read(until: 77))
        #expect(halfHead.handle(.request, at: 2) == .answer)
        #expect(halfHead.handle(.answered(.next(hasMore: false)), at: 3) == .close)
    }

    @Test("makes room only where no request is lost, and tells who has begun one")
    func sheds() {
        let idle = state(.opened, .greeted)
        #expect(idle.wait != nil)
        #expect(idle.shed())
        #expect(idle.wait == nil && !idle.shed(), "once is enough")
        #expect(idle.handle(.interrupted, at: 1) == .close)

        let greeting = state(.opened)
        #expect(greeting.shed())
        #expect(greeting.handle(.interrupted, at: 1) == .close)

        let halfHead = state(.opened, .greeted, .received)
        #expect(halfHead.shed())
        #expect(halfHead.handle(.interrupted, at: 1) == .refuse(.noRoom))
        #expect(halfHead.wait == nil, "its answer is on its way")
        #expect(halfHead.handle(.answered(.linger), at: 1) == .linger(until: 3))

        let answering = state(.opened, .greeted, .request)
        #expect(answering.wait == nil)
        #expect(!answering.shed())
        #expect(answering.mayContinue(hasMore: false))

        let lateRequest = state(.opened, .greeted)
        _ = lateRequest.shed()
        #expect(lateRequest.handle(.request, at: 1) == .answer, "a request that was on its way is answered")
        #expect(!lateRequest.mayContinue(hasMore: true))
    }

    @Test("who waits for the rest of a content makes room, and may answer")
    func shedsContent() {
        let upload = state(.opened, .greeted, .request)
        #expect(upload.beginContentWait(at: 3))
        #expect(upload.wait == State.Wait(kind: .unfinished, since: 3))
        upload.endContentWait()
        #expect(upload.wait == nil, "what has come is being looked at")
        #expect(upload.beginContentWait(at: 5))
        #expect(upload.wait == State.Wait(kind: .unfinished, since: 5), "each octet begins the wait anew")
        #expect(upload.shed())
        #expect(upload.isShed && upload.isToEnd)
        upload.endContentWait()
        #expect(!upload.beginContentWait(at: 6))
        #expect(!upload.mayContinue(hasMore: true))
        #expect(upload.handle(.answered(.linger), at: 6) == .linger(until: 8))

        let draining = state(.opened, .greeted, .request)
        #expect(!draining.drain())
        #expect(draining.beginContentWait(at: 1), "a content that has begun is read to its end")
    }

    @Test("who has been told and still reads its answer is let go of first, at once")
    func shedsTwice() {
        let told = state(.opened, .greeted, .received)
        #expect(told.shed())
        _ = told.handle(.interrupted, at: 1)
        _ = told.handle(.answered(.linger), at: 1)
        #expect(told.wait == State.Wait(kind: .told, since: 1))
        #expect(told.shed())
        #expect(told.wait == nil && !told.shed())

        let wrong = state(.opened, .greeted, .received)
        _ = wrong.handle(.refused(.missingHost), at: 1)
        _ = wrong.handle(.answered(.linger), at: 2)
        #expect(wrong.wait == State.Wait(kind: .unfinished, since: 2), "it has made no room yet")
    }

    @Test("idle ones go before unfinished ones, and of a kind who has waited longest")
    func order() {
        let wait = { State.Wait(kind: $0, since: $1) }
        let sorted = [
            wait(.told, 8), wait(.told, 9), wait(.idle, 3), wait(.idle, 7), wait(.unfinished, 1), wait(.unfinished, 5),
        ]
        #expect(sorted.shuffled().sorted() == sorted)
        #expect(sorted[0] == wait(.told, 8) && sorted[0] != wait(.idle, 8) && sorted[0] != sorted[1])
    }

    @Test("cutting ends everything at the next moment")
    func cuts() {
        for events: [State.Event] in [[.opened], [.opened, .greeted], [.opened, .greeted, .request]] {
            let state = Held()
            for event in events { _ = state.handle(event, at: 0) }
            state.cut()
            #expect(state.isToEnd)
            #expect(!state.mayContinue(hasMore: true))
            #expect(state.blocked(at: 1, delivered: 0) == .close)
            #expect(state.handle(.received, at: 1) == .close)
        }
    }

    @Test("tells for what and since when it waits; until the first answer it is unfinished")
    func wait() {
        let state = Held()
        #expect(state.wait == nil)
        _ = state.handle(.opened, at: 2)
        #expect(state.wait == State.Wait(kind: .unfinished, since: 2))
        _ = state.handle(.greeted, at: 3)
        #expect(state.wait == State.Wait(kind: .unfinished, since: 3))
        _ = state.handle(.received, at: 5)
        #expect(state.wait == State.Wait(kind: .unfinished, since: 5))
        _ = state.handle(.request, at: 6)
        #expect(state.wait == nil)
        _ = state.blocked(at: 7, delivered: 0)
        #expect(state.wait == nil)
        _ = state.handle(.answered(.next(hasMore: false)), at: 9)
        #expect(state.wait == State.Wait(kind: .idle, since: 9))
        _ = state.handle(.received, at: 11)
        #expect(state.wait == State.Wait(kind: .unfinished, since: 11))
        state.cut()
        #expect(state.wait == nil)
    }
}
