import Testing

@testable import HTTP

@Suite("The life of a connection")
struct ConnectionStateMachineTests {
    typealias Life = ConnectionStateMachine<ManualClock>

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

    /// A life in which these things have happened, all at the begin.
    private func life(_ events: Life.Event...) -> Held {
        let life = Held()
        for event in events { _ = life.handle(event, at: 0) }
        return life
    }

    /// Holds the value, which `#expect` could not change.
    private final class Held {
        private(set) var value: Life

        init(_ limits: FixedLimits = ConnectionStateMachineTests.limits) {
            value = Life(limits: limits, at: 0)
        }

        func handle(_ event: Life.Event, at now: ManualClock.Instant) -> Life.Action { value.handle(event, at: now) }
        func blocked(at now: ManualClock.Instant, delivered: Int64) -> Life.Action {
            value.blocked(at: now, delivered: delivered)
        }
        func drain() -> Bool { value.drain() }
        func shed() -> Bool { value.shed() }
        func cut() { value.cut() }
        func mayContinue(hasMore: Bool) -> Bool { value.mayContinue(hasMore: hasMore) }
        var isToEnd: Bool { value.isToEnd }
        var isIdle: Bool { value.isIdle }
        var isExpendable: Bool { value.isExpendable }
        var waitingSince: ManualClock.Instant { value.waitingSince }
    }

    @Test("greets, reads, answers and reads again, each for its time")
    func course() {
        let life = life()
        #expect(life.handle(.opened, at: 1) == .greet(until: 11))
        #expect(life.handle(.greeted, at: 2) == .read(until: 32))
        #expect(life.handle(.received, at: 5) == .read(until: 32), "the first head's time counts from the begin")
        #expect(life.handle(.request, at: 6) == .answer)
        #expect(life.handle(.answered(.next(hasMore: false)), at: 7) == .read(until: 82))
        #expect(life.handle(.received, at: 50) == .read(until: 80), "a later head's from its first octet")
        #expect(life.handle(.received, at: 60) == .read(until: 80), "and no octet lengthens it")
        #expect(life.handle(.request, at: 70) == .answer)
        #expect(life.handle(.answered(.linger), at: 71) == .linger(until: 73))
    }

    @Test("is parked when it waits for long, until its time is up or something comes")
    func parks() {
        var limits = ConnectionStateMachineTests.limits.values
        limits.parkTime = .seconds(1)
        let life = Held(FixedLimits(limits))
        _ = life.handle(.opened, at: 0)
        #expect(life.handle(.greeted, at: 0) == .read(until: 1))
        #expect(life.handle(.timedOut, at: 1) == .park(until: 30))
        #expect(life.isIdle && life.isExpendable && life.waitingSince == 0)
        #expect(life.handle(.unparked, at: 5) == .read(until: 6))
        #expect(life.handle(.timedOut, at: 6) == .park(until: 30), "nothing came after all")
        #expect(life.handle(.unparked, at: 7) == .read(until: 8))
        #expect(life.handle(.received, at: 7) == .read(until: 30), "a head that has begun is not parked")
        #expect(life.handle(.request, at: 8) == .answer)
        #expect(life.handle(.answered(.next(hasMore: false)), at: 9) == .read(until: 10))
        #expect(life.handle(.timedOut, at: 10) == .park(until: 84))
        #expect(life.handle(.timedOut, at: 84) == .close)
    }

    @Test("who is parked goes when room is needed, or at the end")
    func parkedEnds() {
        var limits = ConnectionStateMachineTests.limits.values
        limits.parkTime = .zero
        for isDraining in [true, false] {
            let life = Held(FixedLimits(limits))
            for event: Life.Event in [.opened, .greeted, .timedOut] { _ = life.handle(event, at: 0) }
            #expect(isDraining ? life.drain() : life.shed())
            #expect(life.isToEnd)
            #expect(life.handle(.interrupted, at: 1) == .close)
        }
    }

    @Test("ends without a word where nothing was asked")
    func silentEnds() {
        let slowHandshake = life(.opened)
        #expect(slowHandshake.handle(.timedOut, at: 10) == .close)
        let idle = life(.opened, .greeted)
        #expect(idle.handle(.timedOut, at: 30) == .close)
        let gone = life(.opened, .greeted, .received)
        #expect(gone.handle(.ended, at: 1) == .close)
        let done = life(.opened, .greeted, .request)
        #expect(done.handle(.answered(.close), at: 1) == .close)
    }

    @Test("tells who stops within a head, and what is no request")
    func refusals() {
        let slow = life(.opened, .greeted, .received)
        #expect(slow.handle(.timedOut, at: 30) == .refuse(.headTimeout))
        #expect(slow.handle(.answered(.linger), at: 30) == .linger(until: 32))
        let wrong = life(.opened, .greeted, .received)
        #expect(wrong.handle(.refused(.missingHost), at: 1) == .refuse(.missingHost))
    }

    @Test("waits for a slow reader as long as it takes enough")
    func slowReader() {
        let life = life(.opened, .greeted, .request)
        #expect(life.blocked(at: 0, delivered: 100) == .write(until: 60))
        #expect(life.blocked(at: 30, delivered: 100) == .write(until: 60))
        #expect(life.blocked(at: 60, delivered: 700) == .write(until: 120))
        #expect(life.blocked(at: 120, delivered: 900) == .write(until: 140))
        #expect(life.blocked(at: 140, delivered: 900) == .close)
    }

    @Test("each answer has a rate of its own")
    func ratePerAnswer() {
        let life = life(.opened, .greeted, .request)
        #expect(life.blocked(at: 0, delivered: 0) == .write(until: 60))
        _ = life.handle(.answered(.next(hasMore: false)), at: 10)
        _ = life.handle(.request, at: 80)
        #expect(life.blocked(at: 80, delivered: 0) == .write(until: 140))
    }

    @Test("what has been delivered is asked for at the begin and when the time is up only")
    func rarelyAsked() {
        var life = Life(limits: ConnectionStateMachineTests.limits, at: 0)
        for event: Life.Event in [.opened, .greeted, .request] { _ = life.handle(event, at: 0) }
        var asked = 0
        func delivered() -> Int64 {
            asked += 1
            return 1_000 * Int64(asked)
        }
        for second in 0..<60 { _ = life.blocked(at: .init(time: .seconds(second)), delivered: delivered()) }
        #expect(asked == 1)
        _ = life.blocked(at: 60, delivered: delivered())
        #expect(asked == 2)
    }

    @Test("who greets in a language of its own may read why it is refused")
    func misunderstood() {
        let life = life(.opened)
        #expect(life.handle(.misunderstood, at: 1) == .linger(until: 3))
    }

    @Test("draining closes who waits, finishes who is at it, and answers what has been sent already")
    func drains() {
        let idle = life(.opened, .greeted)
        #expect(idle.drain())
        #expect(idle.isToEnd)
        #expect(idle.handle(.interrupted, at: 1) == .close)

        let halfHead = life(.opened, .greeted, .received)
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
        let idle = life(.opened, .greeted)
        #expect(idle.isExpendable)
        #expect(idle.shed())
        #expect(!idle.isExpendable, "once is enough")
        #expect(idle.handle(.interrupted, at: 1) == .close)

        let greeting = life(.opened)
        #expect(greeting.shed())
        #expect(greeting.handle(.interrupted, at: 1) == .close)

        let halfHead = life(.opened, .greeted, .received)
        #expect(halfHead.shed())
        #expect(halfHead.handle(.interrupted, at: 1) == .refuse(.noRoom))
        #expect(halfHead.handle(.answered(.linger), at: 1) == .linger(until: 3))

        let answering = life(.opened, .greeted, .request)
        #expect(!answering.isExpendable)
        #expect(!answering.shed())
        #expect(answering.mayContinue(hasMore: false))

        let lateRequest = life(.opened, .greeted)
        _ = lateRequest.shed()
        #expect(lateRequest.handle(.request, at: 1) == .answer, "a request that was on its way is answered")
        #expect(!lateRequest.mayContinue(hasMore: true))
    }

    @Test("cutting ends everything at the next moment")
    func cuts() {
        for events: [Life.Event] in [[.opened], [.opened, .greeted], [.opened, .greeted, .request]] {
            let life = Held()
            for event in events { _ = life.handle(event, at: 0) }
            life.cut()
            #expect(life.isToEnd)
            #expect(!life.mayContinue(hasMore: true))
            #expect(life.blocked(at: 1, delivered: 0) == .close)
            #expect(life.handle(.received, at: 1) == .close)
        }
    }

    @Test("tells since when it waits for a request")
    func waitingSince() {
        let life = life(.opened)
        _ = life.handle(.greeted, at: 3)
        #expect(life.waitingSince == 3)
        _ = life.handle(.received, at: 5)
        #expect(life.waitingSince == 5)
        _ = life.handle(.request, at: 6)
        _ = life.handle(.answered(.next(hasMore: false)), at: 9)
        #expect(life.waitingSince == 9)
    }
}
