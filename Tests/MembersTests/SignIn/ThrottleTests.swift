import Codecs
import Testing

@testable import Members

struct ThrottleTests {
    private let start = Timestamp(rawValue: 1_000_000)
    private let rule = Throttle<String>.Rule(free: 3, firstDelay: 2, longestDelay: 60, forgetAfter: 600)

    @Test("doubles the delay up to its bound, and forgets")
    func grows() {
        var throttle = Throttle<String>(rule: rule)
        var now = start
        var delays: [Int64] = []
        for _ in 0..<10 {
            delays.append(throttle.wait(for: "a", now: now))
            now = now + throttle.wait(for: "a", now: now)
            #expect(throttle.wait(for: "a", now: now) == 0)
            throttle.begin("a", now: now)
        }
        #expect(delays == [0, 0, 0, 2, 4, 8, 16, 32, 60, 60])
        #expect(throttle.wait(for: "b", now: now) == 0)
        #expect(throttle.wait(for: "a", now: now + 600) == 0)
    }

    @Test("a success or a taken back attempt counts no more")
    func forgives() {
        var throttle = Throttle<String>(rule: rule)
        for _ in 0..<3 { throttle.begin("a", now: start) }
        #expect(throttle.wait(for: "a", now: start) == 2)
        throttle.takeBack("a")
        #expect(throttle.wait(for: "a", now: start) == 0)
        throttle.begin("a", now: start)
        throttle.reset("a")
        #expect(throttle.wait(for: "a", now: start) == 0)
    }

    @Test("a clock that jumps never makes the wait longer than the rule")
    func clock() {
        var throttle = Throttle<String>(rule: rule)
        for _ in 0..<40 { throttle.begin("a", now: start) }
        #expect(throttle.wait(for: "a", now: start + -1_000_000) == 60)
        #expect(throttle.wait(for: "a", now: Timestamp(rawValue: .max)) == 0)
        #expect(throttle.wait(for: "a", now: Timestamp(rawValue: .min)) == 60)
    }

    @Test("remembers no more than it may")
    func bounded() {
        var throttle = Throttle<Int>(
            rule: .init(free: 1, firstDelay: 100, longestDelay: 100, forgetAfter: 1000), capacity: 100)
        for key in 0..<1000 { throttle.begin(key, now: start + Int64(key)) }
        #expect((0..<1000).count { throttle.wait(for: $0, now: start + 999) > 0 } <= 100)
        #expect(throttle.wait(for: 999, now: start + 999) == 100)
    }
}
