import Testing

@testable import Networking

struct TimerWheelTests {
    static let tick: UInt64 = 1 << TimerWheel.tickBits

    private func at(_ ticks: UInt64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: ticks * Self.tick)
    }

    private func expire(_ wheel: inout TimerWheel, at now: MonotonicInstant) -> [UInt64] {
        var expired: [UInt64] = []
        wheel.expire(at: now, into: &expired)
        return expired
    }

    private func cancel(_ timer: TimerWheel.Timer, in wheel: inout TimerWheel) -> Bool {
        wheel.cancel(timer)
    }

    @Test(arguments: [1, 2, 63, 64, 65, 127, 4095, 4096, 4097, 262_143, 262_144, 1 << 30, 1 << 40])
    func `a timer expires at its tick and not before`(distance: UInt64) {
        for start: UInt64 in [0, 1, 63, 64, 4095, 123_456_789] {
            var wheel = TimerWheel(now: at(start))
            _ = wheel.insert(7, at: Deadline(at(start + distance)))
            #expect(expire(&wheel, at: at(start + distance - 1)) == [])
            #expect(expire(&wheel, at: at(start + distance)) == [7])
            #expect(wheel.count == 0)
            #expect(wheel.next == nil)
        }
    }

    @Test func `a deadline between two ticks expires at the second`() {
        var wheel = TimerWheel(now: at(5))
        _ = wheel.insert(1, at: Deadline(at(6).advanced(byNanoseconds: 1)))
        #expect(expire(&wheel, at: at(6).advanced(byNanoseconds: 2)) == [])
        #expect(expire(&wheel, at: at(7)) == [1])
    }

    @Test func `a deadline that has passed already expires at the next tick`() {
        var wheel = TimerWheel(now: at(100))
        _ = wheel.insert(1, at: Deadline(at(3)))
        #expect(expire(&wheel, at: at(101)) == [1])
    }

    @Test func `the end of the clock is not too far away`() {
        var wheel = TimerWheel(now: at(100))
        _ = wheel.insert(1, at: Deadline(MonotonicInstant(nanoseconds: .max)))
        #expect(expire(&wheel, at: at(1 << 40)) == [])
        #expect(wheel.next.map { $0 > at(1 << 40) } == true)
        #expect(expire(&wheel, at: MonotonicInstant(nanoseconds: .max)) == [1])
    }

    @Test func `time that runs backwards changes nothing`() {
        var wheel = TimerWheel(now: at(100))
        _ = wheel.insert(1, at: Deadline(at(110)))
        #expect(expire(&wheel, at: at(1)) == [])
        #expect(expire(&wheel, at: at(110)) == [1])
    }

    @Test func `a cancelled timer never comes out and cannot be cancelled twice`() {
        var wheel = TimerWheel(now: at(0))
        let first = wheel.insert(1, at: Deadline(at(10)))
        let second = wheel.insert(2, at: Deadline(at(10)))
        let third = wheel.insert(3, at: Deadline(at(10)))
        #expect(cancel(second, in: &wheel))
        #expect(!cancel(second, in: &wheel))
        #expect(expire(&wheel, at: at(10)).sorted() == [1, 3])
        #expect(!cancel(first, in: &wheel))
        #expect(!cancel(third, in: &wheel))
    }

    @Test func `an old handle does not cancel the timer that took its place`() {
        var wheel = TimerWheel(now: at(0))
        let old = wheel.insert(1, at: Deadline(at(10)))
        wheel.cancel(old)
        _ = wheel.insert(2, at: Deadline(at(10)))
        #expect(!cancel(old, in: &wheel))
        #expect(expire(&wheel, at: at(10)) == [2])
    }

    @Test func `the next moment is never later than the earliest timer`() {
        var wheel = TimerWheel(now: at(1000))
        _ = wheel.insert(1, at: Deadline(at(1_000_000)))
        _ = wheel.insert(2, at: Deadline(at(5000)))
        var steps = 0
        while let next = wheel.next, steps < 100 {
            steps += 1
            let expired = expire(&wheel, at: next)
            if !expired.isEmpty { #expect(next == at(expired == [2] ? 5000 : 1_000_000)) }
        }
        #expect(wheel.count == 0)
        #expect(steps <= 14, "at most one stop on each level for each timer")
    }

    @Test func `thousands of timers come out in order under insertions and cancellations`() {
        var random = Sequence64(state: 42)
        var wheel = TimerWheel(now: at(0))
        var expected: [UInt64: UInt64] = [:]
        var handles: [(UInt64, TimerWheel.Timer)] = []
        var now: UInt64 = 0
        for payload in 0..<20_000 as Range<UInt64> {
            let due = now + 1 + random.next() % (1 << (random.next() % 22))
            handles.append((payload, wheel.insert(payload, at: Deadline(at(due)))))
            expected[payload] = due
            if random.next() % 3 == 0 {
                let (victim, timer) = handles.remove(at: Int(random.next() % UInt64(handles.count)))
                #expect(cancel(timer, in: &wheel) == (expected.removeValue(forKey: victim) != nil))
            }
            if random.next() % 4 == 0 {
                let before = now
                now += random.next() % 50
                for payload in expire(&wheel, at: at(now)) {
                    let due = expected.removeValue(forKey: payload)
                    #expect(due.map { $0 > before && $0 <= now } == true)
                }
                if payload % 16 == 0 { #expect(!expected.values.contains { $0 <= now }) }
            }
            #expect(wheel.count == expected.count)
        }
    }
}

/// Numbers that look random and are the same in every run.
private struct Sequence64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 20
    }
}
